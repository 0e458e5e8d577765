using Swarm.WorkerAgent.Folders;
using Swarm.WorkerAgent.Processes;

namespace Swarm.WorkerAgent.Sandboxes;

/// <summary>A plain process: the command may do what the agent may.</summary>
internal sealed class NoSandbox : ISandbox
{
    public string Name => "none";

    public CommandSpec Wrap(CommandSpec spec, WorkFolder folder) => spec;

    public Task CleanUpAsync(WorkFolder folder) => Task.CompletedTask;
}
