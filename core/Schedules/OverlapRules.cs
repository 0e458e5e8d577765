using Swarm.Contracts.Schedules;

namespace Swarm.Core.Schedules;

/// <summary>How ticks and runs that take longer than the time between two ticks get along.</summary>
public static class OverlapRules
{
    /// <summary>How many ticks may wait for a run to end.</summary>
    public const int MaxQueued = 100;

    /// <summary>What a tick does.</summary>
    /// <param name="policy">The schedule's policy.</param>
    /// <param name="isRunning">Whether the run of an earlier tick goes on.</param>
    /// <param name="queued">How many ticks wait already.</param>
    public static OverlapDecision Decide(OverlapPolicy policy, bool isRunning, int queued) => policy switch
    {
        // A tick never overtakes those that wait.
        OverlapPolicy.Queue when isRunning || queued > 0 =>
            queued < MaxQueued ? OverlapDecision.Queue : OverlapDecision.Skip,
        _ when !isRunning => OverlapDecision.Start,
        OverlapPolicy.CancelPrevious => OverlapDecision.CancelThenStart,
        _ => OverlapDecision.Skip,
    };
}
