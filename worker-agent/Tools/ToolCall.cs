using Swarm.Contracts.WorkItems;
using Swarm.WorkerAgent.Claims;
using Swarm.WorkerAgent.Folders;
using Swarm.WorkerAgent.Output;

namespace Swarm.WorkerAgent.Tools;

/// <summary>One execution of a tool.</summary>
/// <param name="Item">What to do.</param>
/// <param name="Claim">Says when to end early.</param>
/// <param name="Folder">Where; the command's working folder is its tree.</param>
/// <param name="Output">Takes what is printed.</param>
internal sealed record ToolCall(WorkItem Item, Claim Claim, WorkFolder Folder, WorkOutput Output);
