namespace Swarm.WorkerAgent.Folders;

/// <summary>Another agent works in the data folder.</summary>
internal sealed class DataFolderInUseException(string folder, int? pid, Exception inner) : Exception(
    $"The data folder {folder} is in use by another worker agent"
    + (pid is null ? "" : $" (pid {pid})")
    + ". Stop that one, or give this one a folder of its own with --data.",
    inner)
{
    public string Folder { get; } = folder;

    public int? Pid { get; } = pid;
}
