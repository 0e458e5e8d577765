namespace Swarm.Core.Allocation;

/// <summary>What bounds one decision.</summary>
public static class AllocationLimits
{
    /// <summary>How many workers are looked at; of more, those of the first ids.</summary>
    public const int MaxWorkers = 10_000;

    /// <summary>
    /// How many candidates, and how many exclusions, are stored of one decision. Each work item has one, which is
    /// written with it and hardly ever read.
    /// </summary>
    public const int MaxStored = 8;
}
