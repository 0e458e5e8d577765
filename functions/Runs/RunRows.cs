namespace Swarm.Functions.Runs;

/// <summary>The row keys of a run's partition, which is named by the run's id.</summary>
public static class RunRows
{
    /// <summary>The run itself: <see cref="RunDocument"/>.</summary>
    public const string Run = "run";

    /// <summary>What somebody asked of the run: <see cref="ControlDocument"/>. Not there until somebody asks.</summary>
    public const string Control = "control";

    /// <summary>How far the sequence of events has come.</summary>
    public const string EventHeader = "events";

    /// <summary>What the run put out. Not there before its end, and only for one that puts out something.</summary>
    public const string Output = "output";

    public const string NodePrefix = "node:";

    public const string EventPrefix = "event:";

    /// <summary>Sorts after all events.</summary>
    public const string EventEnd = "event;";

    public const string WorkPrefix = "work:";

    private const string AllocationPrefix = "allocation:";

    private const string DeadLetterPrefix = "dead:";

    private const string EventIdPrefix = "eid:";

    /// <summary>One node: <see cref="NodeDocument"/>. Not there until its first iteration begins.</summary>
    public static string Node(string path) => NodePrefix + path;

    /// <summary>One work item.</summary>
    public static string Work(string workItemId) => WorkPrefix + workItemId;

    /// <summary>The last decision on who gets a work item.</summary>
    public static string Allocation(string workItemId) => AllocationPrefix + workItemId;

    /// <summary>One dead letter.</summary>
    public static string DeadLetter(string id) => DeadLetterPrefix + id;

    /// <summary>One event, by its place in the sequence.</summary>
    public static string Event(long sequence) => $"{EventPrefix}{sequence:D10}";

    /// <summary>Says that the event of this id was told.</summary>
    public static string EventId(string eventId) => EventIdPrefix + eventId;
}
