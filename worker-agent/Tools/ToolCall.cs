using Swarm.Contracts.WorkItems;
using Swarm.WorkerAgent.Channels;
using Swarm.WorkerAgent.Claims;
using Swarm.WorkerAgent.Folders;
using Swarm.WorkerAgent.Output;

namespace Swarm.WorkerAgent.Tools;

/// <summary>One execution of a tool.</summary>
/// <param name="Item">What to do.</param>
/// <param name="Claim">Says when to end early.</param>
/// <param name="Folder">Where; the command's working folder is its tree.</param>
/// <param name="Output">Takes what is printed.</param>
internal sealed record ToolCall(WorkItem Item, Claim Claim, WorkFolder Folder, WorkOutput Output)
{
    /// <summary>Does what the command asks of the agent; null where it cannot ask.</summary>
    public ToolDesk? Desk { get; init; }

    /// <summary>How the command reaches it.</summary>
    public ToolChannel? Channel { get; init; }

    /// <summary>
    /// The tool's own id of the conversation in which it asked; null if this machine does not hold it.
    /// </summary>
    public string? Conversation { get; init; }

    /// <summary>What the tool had written down of its progress.</summary>
    public string? State { get; init; }

    /// <summary>Whether the files are those of an earlier part of the work.</summary>
    public bool IsRestored { get; init; }
}
