namespace Swarm.Core.Schedules;

/// <summary>What a tick does about the run of an earlier one.</summary>
public enum OverlapDecision
{
    Start,
    Skip,
    Queue,
    CancelThenStart,
}
