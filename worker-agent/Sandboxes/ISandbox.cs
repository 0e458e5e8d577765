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

    /// <summary>
    /// Whether the command ever began. Asked before the clean-up, since a sandbox that fails to start ends with an exit
    /// code that the command could have had.
    /// </summary>
    Task<bool> HasBegunAsync(WorkFolder folder, int exitCode) => Task.FromResult(true);

    /// <summary>Whether the sandbox, which keeps the limits itself, is seen to have refused one more process.</summary>
    bool IsAtProcessLimit(WorkFolder folder) => false;

    /// <summary>Ends what of it outlives the command.</summary>
    Task CleanUpAsync(WorkFolder folder);
}
