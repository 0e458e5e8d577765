using System.Diagnostics;

namespace Swarm.Tests.EndToEnd.Programs;

/// <summary>Reads a repository with git itself.</summary>
internal sealed class GitRepository(string path)
{
    public string Tree(string reference) => Git("rev-parse", $"{reference}^{{tree}}").Trim();

    public string Show(string reference, string file) => Git("show", $"{reference}:{file}");

    public bool Contains(string container, string contained) =>
        Run(["merge-base", "--is-ancestor", contained, container]).ExitCode == 0;

    /// <summary>The subjects of the commits in a reference, newest first, without merges.</summary>
    public IReadOnlyList<string> Subjects(string reference) =>
        Lines(Git("log", "--no-merges", "--format=%s", reference));

    /// <summary>The trailers that say which work item made a commit of a reference.</summary>
    public IReadOnlyList<string> WorkItems(string reference) =>
        Lines(Git("log", "--format=%(trailers:key=Swarm-Work-Item,valueonly,separator=%x0A)", reference));

    /// <summary>Files that differ between the checkout and its commit.</summary>
    public string Changes() => Git("status", "--porcelain");

    public void Init()
    {
        Git("init", "--quiet");
        Git("symbolic-ref", "HEAD", "refs/heads/main");
        Git("add", "--all");
        Git("-c", "user.name=Test", "-c", "user.email=test@swarm.invalid", "-c", "commit.gpgsign=false",
            "commit", "--quiet", "--message", "Start");
    }

    private static string[] Lines(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private string Git(params string[] arguments)
    {
        var (exitCode, output, error) = Run(arguments);
        return exitCode == 0
            ? output
            : throw new InvalidOperationException($"git {string.Join(' ', arguments)} in {path}: {error}");
    }

    private (int ExitCode, string Output, string Error) Run(string[] arguments)
    {
        var info = new ProcessStartInfo("git", arguments)
        {
            WorkingDirectory = path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        info.Environment["GIT_CONFIG_GLOBAL"] = "/dev/null";
        info.Environment["GIT_CONFIG_NOSYSTEM"] = "1";
        using var process = Process.Start(info)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.GetAwaiter().GetResult());
    }
}
