namespace Swarm.Functions.Health;

/// <summary>
/// Whether the disk of the data folder has room, on a host that has one. A full one stops every write; reads go on,
/// which is why nothing else that is checked here would notice.
/// </summary>
internal sealed class DataDisk(string folder, Func<string, long> freeBytes) : IHealthProbe
{
    /// <summary>The log of the database takes so much at busy times before it is emptied.</summary>
    private const long LeastBytes = 64 * 1024 * 1024;

    public string Name => "disk";

    /// <summary>What the operating system says is free for us.</summary>
    public static long FreeBytes(string folder) => new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace;

    public Task<string?> FindProblemAsync(CancellationToken cancellation)
    {
        var free = freeBytes(folder);
        return Task.FromResult(free >= LeastBytes
            ? null
            : $"The disk of the data folder has {free:#,##0} bytes left; {LeastBytes:#,##0} are needed.");
    }
}
