namespace Swarm.WorkerAgent.Processes;

/// <summary>
/// Takes a child out of the agent's process group from its very start, so that a terminal's Ctrl-C, which asks the
/// agent to drain, does not hit what the agent wants to finish. <c>setsid</c> is a part of every Linux; where it is
/// missing (macOS), a child is in the agent's group until it leaves by itself.
/// </summary>
internal static class OwnSession
{
    private static readonly string? Program = OperatingSystem.IsLinux()
        ? Array.Find(["/usr/bin/setsid", "/bin/setsid"], File.Exists)
        : null;

    /// <summary>The command with which to start the given one; the process id stays the child's.</summary>
    public static IReadOnlyList<string> Wrap(IReadOnlyList<string> command) =>
        Program is null ? command : [Program, .. command];
}
