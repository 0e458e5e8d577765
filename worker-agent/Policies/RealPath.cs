namespace Swarm.WorkerAgent.Policies;

/// <summary>Where a path really leads.</summary>
internal static class RealPath
{
    private const int MaxLinks = 40;

    /// <summary>The path with its links resolved, those of its parents too; what is not there stays.</summary>
    public static string Of(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return Path.GetFullPath(path);
        }

        // Step by step, as the system does: ".." behind a link leads to where the link's target lies.
        var written = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var parts = new Stack<string>(written.Reverse());
        var real = "/";
        for (var links = 0; parts.TryPop(out var part);)
        {
            if (part == "..")
            {
                real = Path.GetDirectoryName(real) ?? "/";
                continue;
            }

            var next = Path.Combine(real, part);
            if (part == "." || new FileInfo(next).LinkTarget is not { } target || ++links > MaxLinks)
            {
                real = part == "." ? real : next;
                continue;
            }

            real = Path.IsPathRooted(target) ? "/" : real;
            foreach (var step in target.Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse())
            {
                parts.Push(step);
            }
        }

        return real;
    }
}
