namespace Swarm.WorkerAgent.Processes;

/// <summary>A command to run for a work item.</summary>
/// <param name="Command">The program and its arguments.</param>
/// <param name="Environment">All that it sees of the environment.</param>
internal sealed record CommandSpec(
    IReadOnlyList<string> Command, IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>What it reads on standard input; null for nothing.</summary>
    public string? Input { get; init; }

    /// <summary>How long it may print nothing; null for as long as it likes.</summary>
    public TimeSpan? IdleLimit { get; init; }
}
