namespace Swarm.Contracts.WorkItems;

/// <summary>A command for the shell tool: an argument array or a script, never both.</summary>
public sealed record ShellWork
{
    /// <summary>Program and arguments, passed on as they are.</summary>
    public IReadOnlyList<string>? Run { get; init; }

    /// <summary>A script block, handed to the system's shell as a file.</summary>
    public string? Script { get; init; }

    /// <summary>Exit codes that mean success.</summary>
    /// <value>0 by default.</value>
    public IReadOnlyList<int> Accept { get; set; } = [0];

    /// <summary>
    /// Environment variables for the command; the node's <c>input</c> values arrive as <c>SWARM_INPUT_{NAME}</c>.
    /// </summary>
    public IReadOnlyDictionary<string, string> Environment { get; set; } = new Dictionary<string, string>();
}
