namespace Swarm.Functions.Events;

/// <summary>How a stream of events behaves.</summary>
public sealed record RunEventStreamOptions
{
    /// <summary>
    /// How long one answer lasts before the client is asked to come again; Azure ends answers at 230 s.
    /// </summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromSeconds(210);

    /// <summary>How often something is sent, so that nobody on the way takes the connection for dead.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How often the stream looks by itself, since an event may have been written by another process.
    /// </summary>
    public TimeSpan Look { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How soon a client is to come again.</summary>
    public TimeSpan Reconnect { get; init; } = TimeSpan.FromSeconds(1);
}
