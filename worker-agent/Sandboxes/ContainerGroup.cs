namespace Swarm.WorkerAgent.Sandboxes;

/// <summary>
/// The control group of a container, as far as this machine shows it. The system counts there how often it refused one
/// more process. The group goes with the container, so that it must be looked at while the command runs.
/// </summary>
internal static class ContainerGroup
{
    public const string Root = "/sys/fs/cgroup";
    private const string Counts = "pids.events";

    private static readonly EnumerationOptions Everywhere = new()
    {
        RecurseSubdirectories = true,
        MaxRecursionDepth = 8,
        IgnoreInaccessible = true,
        AttributesToSkip = FileAttributes.ReparsePoint,
    };

    /// <summary>Whether the container whose id lies in a file has hit its limit; false if nobody knows.</summary>
    public static bool IsAtLimit(string root, string idFile)
    {
        try
        {
            // Engines name the group after the container and put theirs around it; Podman makes one more inside.
            return File.Exists(idFile)
                && File.ReadAllText(idFile).Trim() is { Length: > 0 } id
                && Directory.EnumerateDirectories(root, $"*{id}*", Everywhere)
                    .SelectMany(group => Directory.EnumerateFiles(group, Counts, Everywhere))
                    .SelectMany(File.ReadLines)
                    .Any(line => line.StartsWith("max ", StringComparison.Ordinal) && line != "max 0");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It has ended meanwhile, or this is no Linux.
            return false;
        }
    }
}
