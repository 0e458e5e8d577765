namespace Swarm.WorkerAgent.Policies;

/// <summary>
/// What the machine's owner allows. It lies in a file of his, and nothing that the control plane sends changes it.
/// </summary>
internal sealed record OwnerPolicy
{
    /// <summary>There is no policy file: work may do what the agent may.</summary>
    public static OwnerPolicy None { get; } = new();

    /// <summary>The file that it comes from; null if there is none.</summary>
    public string? File { get; init; }

    public AllowList Tools { get; init; } = AllowList.Everything;

    /// <summary>Repositories by path or address; paths are compared with their links resolved.</summary>
    public AllowList Repositories { get; init; } = AllowList.Everything;

    public CommandRules Commands { get; init; } = CommandRules.Everything;

    /// <summary>The tools whose commands may use the network; null for all.</summary>
    public IReadOnlyList<string>? Network { get; init; }

    public Hours Hours { get; init; } = Hours.Always;

    public Limits Limits { get; init; } = new();

    public SandboxWish Sandbox { get; init; } = SandboxWish.Off;

    /// <summary>The image of the container, where a container engine is the sandbox.</summary>
    public string? Image { get; init; }

    /// <summary>Further folders that work may read in the sandbox.</summary>
    public IReadOnlyList<string> Read { get; init; } = [];

    /// <summary>Further folders that work may change in the sandbox.</summary>
    public IReadOnlyList<string> Write { get; init; } = [];

    /// <summary>Environment variables that work may bring; null for all.</summary>
    public AllowList Environment { get; init; } = AllowList.Everything;

    /// <summary>Whether a tool's commands may use the network.</summary>
    public bool AllowsNetwork(string tool) => Network is null || Network.Contains(tool);
}
