using Swarm.WorkerAgent.Folders;
using Swarm.WorkerAgent.Processes;

namespace Swarm.WorkerAgent.Sandboxes;

/// <summary>What keeps a command from the rest of the machine.</summary>
internal interface ISandbox
{
    /// <summary>Its name for people.</summary>
    string Name { get; }

    /// <summary>The command inside it.</summary>
    CommandSpec Wrap(CommandSpec spec, WorkFolder folder);

    /// <summary>Ends what of it outlives the command.</summary>
    Task CleanUpAsync(WorkFolder folder);
}
