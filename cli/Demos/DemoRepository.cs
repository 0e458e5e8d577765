using Swarm.Cli.Git;

namespace Swarm.Cli.Demos;

/// <summary>Makes the repository that the demo works on, from the files of <c>examples/repair</c>.</summary>
internal static class DemoRepository
{
    private const string WorkflowFileName = "workflow.yaml";

    private static string ExampleFolder => Path.Combine(AppContext.BaseDirectory, "examples", "repair");

    public static string WorkflowText() => ReadText(Path.Combine(ExampleFolder, WorkflowFileName));

    public static async Task CreateAsync(string folder, CancellationToken cancellation)
    {
        if (!Directory.Exists(ExampleFolder))
        {
            throw CliException.CannotStart($"The example's files are not in {ExampleFolder}.");
        }

        Directory.CreateDirectory(folder);
        foreach (var file in Directory.EnumerateFiles(ExampleFolder))
        {
            var name = Path.GetFileName(file);
            if (name != WorkflowFileName)
            {
                await File.WriteAllTextAsync(Path.Combine(folder, name), ReadText(file), cancellation);
            }
        }

        var git = new GitCommand(folder);
        await git.RunAsync(["init", "--quiet"], cancellation);
        // Older versions of git do not know `init --initial-branch`, and the user may have chosen another name.
        await git.RunAsync(["symbolic-ref", "HEAD", "refs/heads/main"], cancellation);
        await git.RunAsync(["add", "--all"], cancellation);
        await git.RunAsync(["commit", "--quiet", "--message", "Start: tests, and no parser yet"], cancellation);
    }

    // An archive unpacked on Windows may carry its line ends, which no shell would run.
    private static string ReadText(string file) =>
        File.ReadAllText(file).Replace("\r\n", "\n", StringComparison.Ordinal);
}
