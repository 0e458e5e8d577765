namespace Swarm.Core.Workflows;

/// <summary>The fields of what a waiting node puts out.</summary>
public static class WaitOutput
{
    /// <summary>What came with the event; null when it waited for a time to pass.</summary>
    public const string Data = "data";

    /// <summary>True when the event has not come in time.</summary>
    public const string TimedOut = "timedOut";

    public static readonly IReadOnlyList<string> Fields = [Data, TimedOut];
}
