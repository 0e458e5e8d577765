namespace Swarm.Core.Workflows;

/// <summary>What a waiting node waits for: a time to pass, or an event.</summary>
public sealed record WaitDefinition
{
    /// <summary>How long it waits; null when it waits for an event.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>The name of the event; null when it waits for a time to pass.</summary>
    public string? Event { get; init; }

    /// <summary>How long it waits for the event.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>True when the node ends well although the event has not come in time.</summary>
    public bool ContinueOnTimeout { get; init; }
}
