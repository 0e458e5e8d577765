using System.Text.Json;
using Swarm.Contracts.Content;

namespace Swarm.Core.References;

/// <summary>A node with its references filled in: what its worker is told.</summary>
public sealed record ResolvedNode
{
    public IReadOnlyList<string>? Run { get; init; }

    public string? Script { get; init; }

    public string? Prompt { get; init; }

    /// <summary>What a tool is told of its role before the prompt.</summary>
    public string? Instructions { get; init; }

    /// <summary>What a checkpoint asks.</summary>
    public string? Question { get; init; }

    public IReadOnlyDictionary<string, JsonElement> Input { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>The node's own variables and, as <c>SWARM_INPUT_{NAME}</c>, its input.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Large inputs, by the variable that a small one would have.</summary>
    public IReadOnlyDictionary<string, ContentReference> Files { get; init; } =
        new Dictionary<string, ContentReference>();

    public string? Commit { get; init; }

    public string? Merge { get; init; }

    public string? Tag { get; init; }
}
