namespace Swarm.Tests.Shared;

/// <summary>Waits for a file that another process makes.</summary>
internal static class FileSignal
{
    public static async Task WaitAsync(string path, TimeSpan limit)
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var watcher = new FileSystemWatcher(Path.GetDirectoryName(path)!, Path.GetFileName(path));
        watcher.Created += (_, _) => seen.TrySetResult();
        watcher.Renamed += (_, _) => seen.TrySetResult();
        watcher.EnableRaisingEvents = true;
        if (!File.Exists(path))
        {
            await seen.Task.WaitAsync(limit);
        }
    }
}
