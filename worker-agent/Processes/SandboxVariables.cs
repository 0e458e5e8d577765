namespace Swarm.WorkerAgent.Processes;

/// <summary>
/// The variables of a command in a sandbox, as the sandbox's own program reads them from a file. That program runs with
/// the rights of the agent, so a work item's LD_PRELOAD or DOCKER_HOST must not reach it; and arguments, which every
/// user of the machine can read, are no place for variables either.
/// </summary>
/// <param name="File">Where they are written, for the agent's user alone.</param>
/// <param name="Values">The variables.</param>
/// <param name="Format">How the program wants them.</param>
internal sealed record SandboxVariables(
    string File,
    IReadOnlyDictionary<string, string> Values,
    Func<IReadOnlyDictionary<string, string>, string> Format)
{
    /// <summary>The descriptor by which a program has the file open that takes no path.</summary>
    public const int Descriptor = 3;

    /// <summary>Whether it is handed over open, as <see cref="Descriptor"/>.</summary>
    public bool IsOpened { get; init; }

    /// <summary>The file's text, with a variable that is the agent's own.</summary>
    public string TextWith(string name, string value) =>
        Format(new Dictionary<string, string>(Values) { [name] = value });
}
