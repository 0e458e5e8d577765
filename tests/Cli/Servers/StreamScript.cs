using Swarm.Contracts.Runs;

namespace Swarm.Tests.Cli.Servers;

/// <summary>What one connection to the event stream is served.</summary>
internal sealed class StreamScript(params RunEvent[] events)
{
    public IReadOnlyList<RunEvent> Events { get; } = events;

    /// <summary>Ends the connection after the events instead of leaving it open.</summary>
    public bool HangsUp { get; init; }

    /// <summary>Sends its events whatever the client says that it has.</summary>
    public bool IgnoresAfter { get; init; }

    /// <summary>Completes once the events are on their way.</summary>
    public TaskCompletionSource Written { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
