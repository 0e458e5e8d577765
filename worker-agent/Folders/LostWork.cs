using System.Globalization;

namespace Swarm.WorkerAgent.Folders;

/// <summary>
/// Where unfinished work goes whose lease was lost: somebody else does it again, but what it had changed so far may
/// be worth a look. The newest twenty are kept.
/// </summary>
internal sealed class LostWork(DataFolder data, TimeProvider time)
{
    public const int Kept = 20;

    /// <summary>
    /// Moves the folder away; returns where it lies now. It is no candidate for deletion itself: on a clock that was
    /// set back it looks like the oldest.
    /// </summary>
    public string Keep(WorkFolder folder)
    {
        var at = time.GetUtcNow().ToString("yyyyMMdd'T'HHmmssfffffff", CultureInfo.InvariantCulture);
        var target = Path.Combine(data.Lost, $"{at}-{Path.GetFileName(folder.Root)}");
        Directory.Move(folder.Root, target);
        var oldest = Directory.GetDirectories(data.Lost)
            .Where(folder => folder != target)
            .OrderDescending(StringComparer.Ordinal)
            .Skip(Kept - 1);
        foreach (var old in oldest)
        {
            FolderTree.Delete(old);
        }

        return target;
    }
}
