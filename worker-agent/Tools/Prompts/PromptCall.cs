using Swarm.Contracts.WorkItems;
using Swarm.WorkerAgent.Folders;
using Swarm.WorkerAgent.Mcp;

namespace Swarm.WorkerAgent.Tools.Prompts;

/// <summary>What a tool is asked.</summary>
/// <param name="Work">What the work item asks for.</param>
/// <param name="Resume">The tool's own id of the conversation to go on with; null for a new one.</param>
/// <param name="Folder">Where it works.</param>
internal sealed record PromptCall(AiWork Work, string? Resume, WorkFolder Folder)
{
    /// <summary>How the tool reaches its agent; null where it cannot.</summary>
    public McpConnection? Mcp { get; init; }

    /// <summary>The whole of what it is told, for tools that have no place of their own for instructions.</summary>
    public string WholePrompt =>
        Work.Instructions is { Length: > 0 } role ? $"{role}\n\n{Work.Prompt}" : Work.Prompt;
}
