using Swarm.Contracts.WorkItems;

namespace Swarm.WorkerAgent.Folders;

/// <summary>
/// The folders of work that waits for an answer. They stay as the work left them, so that it goes on at the same place:
/// some tools look for a conversation by the folder in which it was held. The newest are kept.
/// </summary>
internal sealed class ParkedWork(DataFolder data)
{
    public const int Kept = 50;

    /// <summary>
    /// The folder for a claim, and what was parked in it: that of the same work item if it went nowhere else since,
    /// else a new one.
    /// </summary>
    public (WorkFolder Folder, ParkedRecord? Parked) Take(WorkItem item)
    {
        foreach (var folder in Of(item.Id))
        {
            if (folder.ReadParked() is { } parked
                && item.Answers.Count == parked.Answers + 1
                && item.Snapshot?.At == parked.Snapshot?.At
                && item.Snapshot?.Commit == parked.Snapshot?.Commit
                && Directory.Exists(folder.Tree))
            {
                folder.Reopen(item);
                return (folder, parked);
            }
        }

        return (WorkFolder.Create(data, item), null);
    }

    /// <summary>All of them, each with its work item.</summary>
    public IReadOnlyList<(WorkFolder Folder, WorkItem Item)> List() =>
    [
        .. Directory.GetDirectories(data.Work)
            .Select(path => new WorkFolder(path))
            .Where(folder => folder.IsParked)
            .Select(folder => (folder, Item: folder.ReadClaim()))
            .Where(one => one.Item is not null)
            .Select(one => (one.folder, one.Item!)),
    ];

    /// <summary>Those that are too many, the oldest first.</summary>
    public IReadOnlyList<WorkFolder> TooMany() =>
    [
        .. Directory.GetDirectories(data.Work)
            .Select(path => new WorkFolder(path))
            .Where(folder => folder.IsParked)
            .OrderByDescending(folder => File.GetLastWriteTimeUtc(folder.ParkedFile))
            .Skip(Kept),
    ];

    private IEnumerable<WorkFolder> Of(string workItemId) =>
        Directory.GetDirectories(data.Work, $"{SafeName.Of(workItemId)}+*")
            .Select(path => new WorkFolder(path))
            .Where(folder => folder.IsParked && folder.ReadClaim()?.Id == workItemId);
}
