namespace Swarm.Core.Workflows.Parsing;

/// <summary>The tools that Swarm itself knows.</summary>
internal static class KnownTools
{
    public static readonly IReadOnlyList<string> Names =
    [
        NodeDefinition.ShellTool, NodeDefinition.NoopTool, "claude-code", "gemini", "codex", "ollama",
        "openai",
    ];
}
