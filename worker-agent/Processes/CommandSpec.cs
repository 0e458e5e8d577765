namespace Swarm.WorkerAgent.Processes;

/// <summary>A command to run for a work item.</summary>
/// <param name="Command">The program and its arguments.</param>
/// <param name="Environment">All that it sees of the environment.</param>
internal sealed record CommandSpec(
    IReadOnlyList<string> Command, IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>The tool that it belongs to.</summary>
    public string Tool { get; init; } = "";

    /// <summary>The tool's own program, as the agent found it; null where the work item names what is run.</summary>
    public string? Program { get; init; }

    /// <summary>What the tool keeps in the home folder and must find there again.</summary>
    public IReadOnlyList<string> Keeps { get; init; } = [];

    /// <summary>The folder of the socket by which it reaches the agent; null where it cannot.</summary>
    public string? Channel { get; init; }

    /// <summary>The first process is a sandbox: signals are for what is inside it.</summary>
    public bool IsWrapped { get; init; }

    /// <summary>
    /// The command's variables where <see cref="Environment"/> is that of a sandbox's own program; else null.
    /// </summary>
    public SandboxVariables? Variables { get; init; }

    /// <summary>What it reads on standard input; null for nothing.</summary>
    public string? Input { get; init; }

    /// <summary>How long it may print nothing; null for as long as it likes.</summary>
    public TimeSpan? IdleLimit { get; init; }
}
