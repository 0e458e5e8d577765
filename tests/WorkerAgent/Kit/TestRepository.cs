using Swarm.WorkerAgent.Git;

namespace Swarm.Tests.WorkerAgent.Kit;

/// <summary>A repository of a user: branch main, checked out, with one commit of the file <c>readme</c>.</summary>
internal sealed class TestRepository
{
    private readonly GitRunner git = new(TimeProvider.System);

    private TestRepository(string path) => Path = path;

    public string Path { get; }

    /// <summary>A repository that is there already.</summary>
    public static TestRepository Open(string path) => new(path);

    public static async Task<TestRepository> CreateAsync(string path)
    {
        Directory.CreateDirectory(path);
        var repository = new TestRepository(path);
        await repository.GitAsync("init", "--quiet", "--initial-branch=main");
        await repository.CommitAsync("readme", "hello\n", "first");
        return repository;
    }

    public async Task<string> GitAsync(params string[] arguments) => (await git.RunAsync(Path, arguments)).Require();

    /// <summary>Commits on the branch that is checked out.</summary>
    public async Task<string> CommitAsync(string file, string content, string message)
    {
        File.WriteAllText(At(file), content);
        await GitAsync("add", "--all");
        await GitAsync("commit", "--quiet", "--message", message);
        return await GitAsync("rev-parse", "HEAD");
    }

    public string At(string file) => System.IO.Path.Combine(Path, file);

    public Task<string> ShowAsync(string revision, string file) => GitAsync("show", $"{revision}:{file}");

    public async Task<string[]> ListAsync(params string[] arguments) =>
        (await GitAsync(arguments)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>How many commits of a branch carry a work item's trailer.</summary>
    public async Task<int> CountTrailersAsync(string branch, string workItemId) =>
        (await ListAsync("log", "--format=%B", branch)).Count(
            line => line.StartsWith($"Swarm-Work-Item: {workItemId}~", StringComparison.Ordinal));
}
