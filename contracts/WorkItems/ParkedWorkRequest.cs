namespace Swarm.Contracts.WorkItems;

/// <summary>A worker asks which of the work that waits in its folders is over.</summary>
public sealed record ParkedWorkRequest
{
    /// <summary>How many work items one request names at most.</summary>
    public const int MaxItems = 100;

    /// <summary>What it keeps.</summary>
    /// <value>At most <see cref="MaxItems"/>.</value>
    public IReadOnlyList<ParkedWorkItem> Parked { get; set; } = [];
}
