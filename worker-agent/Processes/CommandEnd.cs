namespace Swarm.WorkerAgent.Processes;

/// <summary>How a command came to its end.</summary>
/// <param name="How">By itself, or who ended it.</param>
/// <param name="ExitCode">Its exit code, if it ended by itself.</param>
/// <param name="Error">Why it could not be started, or what it took too much of.</param>
internal sealed record CommandEnd(EndedHow How, int? ExitCode = null, string? Error = null)
{
    /// <summary>When it may be tried again on this machine; null for never.</summary>
    public DateTimeOffset? Until { get; init; }
}
