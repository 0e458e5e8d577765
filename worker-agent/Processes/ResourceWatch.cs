using Swarm.WorkerAgent.Policies;

namespace Swarm.WorkerAgent.Processes;

/// <summary>
/// Looks now and then at what a command and all that it started take, and ends it when that is more than its owner
/// allows. It also works where nothing on the machine could hold the limits beforehand; Linux only.
/// </summary>
internal sealed class ResourceWatch(Limits limits, string tree, Func<bool> isAtProcessLimit, TimeProvider time)
{
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);
    private const int DiskEvery = 20;

    /// <summary>Whether there is anything to look at.</summary>
    public bool IsNeeded => OperatingSystem.IsLinux()
        && (limits.Processes ?? limits.MemoryBytes ?? limits.DiskBytes) is not null;

    /// <summary>Looks until cancelled; barks once when something is too much.</summary>
    public async Task RunAsync(SessionProcess process, Watchdog watchdog, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Interval, time);
        for (var round = 1; await timer.WaitForNextTickAsync(cancellation); round++)
        {
            var excess = FindExcess(process.ListProcesses())
                ?? (limits.Processes is not null && isAtProcessLimit() ? TooManyProcesses() : null)
                ?? (round % DiskEvery == 0 ? FindDiskExcess() : null);
            if (excess is not null)
            {
                watchdog.Bark(EndedHow.Excess, excess);
                return;
            }
        }
    }

    /// <summary>
    /// What a command that ended by itself had taken too much of; null if nothing. A fork bomb may burst at the hard
    /// limit and be over, with any exit code, before anybody looked.
    /// </summary>
    public string? FindExcessAfterwards(SessionProcess process) =>
        !IsNeeded ? null : process.HitProcessLimit ? TooManyProcesses() : FindDiskExcess();

    /// <summary>What of the disk is too much, in words; null if nothing is.</summary>
    public string? FindDiskExcess()
    {
        if (limits.DiskBytes is not { } max)
        {
            return null;
        }

        long sum = 0;
        var everything = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            IgnoreInaccessible = true,
            AttributesToSkip = FileAttributes.ReparsePoint,
        };
        foreach (var file in new DirectoryInfo(tree).EnumerateFiles("*", everything))
        {
            sum += LengthOf(file);
            if (sum > max)
            {
                return $"Its working folder is larger than the owner's limit of {max} bytes (limits.disk).";
            }
        }

        return null;
    }

    private string? FindExcess(IReadOnlyCollection<int> pids)
    {
        if (pids.Count > limits.Processes)
        {
            return TooManyProcesses();
        }

        return limits.MemoryBytes is { } max && pids.Sum(ProcessTable.ReadMemoryBytes) > max
            ? $"It took more memory than the owner's limit of {max} bytes (limits.memory)."
            : null;
    }

    private string TooManyProcesses() =>
        $"It had more than the owner's limit of {limits.Processes} processes (limits.processes).";

    private static long LengthOf(FileInfo file)
    {
        try
        {
            return file.Length;
        }
        catch (IOException)
        {
            // Gone meanwhile.
            return 0;
        }
    }
}
