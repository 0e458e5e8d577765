using System.Diagnostics;

namespace Swarm.Tests.Architecture.Sources;

/// <summary>The working copy that these tests were built from.</summary>
internal static class RepositoryRoot
{
    private const int GitTimeoutMs = 30_000;

    public static string Path { get; } = Find();

    /// <summary>Makes a path that may be relative to the repository absolute.</summary>
    public static string Resolve(string path) => System.IO.Path.GetFullPath(path, Path);

    /// <summary>
    /// The files of the repository with '/' between folders: those git tracks and those it would track, so that a gate
    /// speaks before a commit. Without git (an exported archive) it is every file outside the build output.
    /// </summary>
    public static IReadOnlyList<string> Files { get; } = ListFiles();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Swarm.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No Swarm.sln in {AppContext.BaseDirectory} or a folder above it.");
    }

    private static List<string> ListFiles()
    {
        var listed = ListByGit() ?? Directory
            .EnumerateFiles(Path, "*", SearchOption.AllDirectories)
            .Select(file => System.IO.Path.GetRelativePath(Path, file).Replace('\\', '/'))
            .Where(file =>
                !file.Split('/').Any(part => part is "artifacts" or "bin" or "obj" or "node_modules" or ".git"));
        return [.. listed.Where(file => File.Exists(Resolve(file))).Order(StringComparer.Ordinal)];
    }

    private static string[]? ListByGit()
    {
        var start = new ProcessStartInfo(
            "git", ["-C", Path, "ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        try
        {
            using var git = Process.Start(start)!;
            git.ErrorDataReceived += (_, _) => { };
            git.BeginErrorReadLine();
            var output = git.StandardOutput.ReadToEnd();
            return git.WaitForExit(GitTimeoutMs) && git.ExitCode == 0
                ? output.Split('\0', StringSplitOptions.RemoveEmptyEntries)
                : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
