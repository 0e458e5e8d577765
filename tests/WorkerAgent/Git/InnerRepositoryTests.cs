using Swarm.Tests.Shared;
using Swarm.Tests.WorkerAgent.Kit;
using Swarm.WorkerAgent.Folders;
using Swarm.WorkerAgent.Git;

namespace Swarm.Tests.WorkerAgent.Git;

/// <summary>
/// Repositories inside of a worktree. Git once asked submodules for their state, with the configuration that a command
/// had put there: a way out of its sandbox.
/// </summary>
public sealed class InnerRepositoryTests : IAsyncLifetime
{
    private readonly TestFolder folder = new();
    private TestRepository repository = null!;
    private GitBench bench = null!;

    private string Ran => folder.At("ran");

    public async ValueTask InitializeAsync()
    {
        repository = await TestRepository.CreateAsync(folder.At("repository"));
        var commit = await repository.GitAsync("rev-parse", "HEAD");
        await repository.GitAsync("update-index", "--add", "--cacheinfo", $"160000,{commit},lib/inner");
        await repository.GitAsync("commit", "--quiet", "--message", "A submodule");
        bench = new GitBench(repository, new DataFolder(folder.At("data")));
    }

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Nothing_that_a_command_sets_up_in_a_submodule_runs_afterwards()
    {
        var item = bench.Item("hostile");

        var report = await bench.DoAsync(item, async tree =>
        {
            File.WriteAllText(Path.Combine(tree, "new"), "text");
            await SetTrapAsync(Path.Combine(tree, "lib", "inner"));
        });

        Assert.False(File.Exists(Ran));
        Assert.Equal("text", await repository.ShowAsync(report.Commit!, "new"));
        Assert.Equal(["new"], await repository.ListAsync("diff", "--name-only", "main", report.Commit!));
    }

    [Fact]
    public async Task Nothing_of_it_runs_when_the_progress_of_the_work_is_saved()
    {
        var item = bench.Item("saver");
        var work = WorkFolder.Create(new DataFolder(folder.At("data")), item);
        var opened = await GitRepository.OpenAsync(new GitRunner(TimeProvider.System), repository.Path);
        var head = await repository.GitAsync("rev-parse", "HEAD");
        var entry = await GitWorktree.AddAsync(opened, work, head);
        File.WriteAllText(Path.Combine(work.Tree, "new"), "text");
        await SetTrapAsync(Path.Combine(work.Tree, "lib", "inner"));

        var commit = await GitSnapshots.CommitAsync(new WorkTree(opened, entry, head), work, item.Id);

        Assert.False(File.Exists(Ran));
        Assert.Equal(["new"], await repository.ListAsync("diff", "--name-only", "main", commit));
    }

    [Fact]
    public async Task A_repository_that_a_command_makes_is_not_kept_and_harms_nothing()
    {
        var report = await bench.DoAsync(bench.Item("maker"), async tree =>
        {
            File.WriteAllText(Path.Combine(tree, "new"), "text");
            var git = new GitRunner(TimeProvider.System);
            Directory.CreateDirectory(Path.Combine(tree, "empty"));
            (await git.RunAsync(Path.Combine(tree, "empty"), ["init", "--quiet"])).Require();
            await SetTrapAsync(Path.Combine(tree, "made"));
        });

        Assert.False(File.Exists(Ran));
        Assert.Equal(["new"], await repository.ListAsync("diff", "--name-only", "main", report.Commit!));
    }

    [Fact]
    public async Task A_submodule_that_is_gone_or_is_a_file_now_is_a_change_like_any_other()
    {
        var report = await bench.DoAsync(bench.Item("remover"), tree =>
        {
            Directory.Delete(Path.Combine(tree, "lib"), recursive: true);
            File.WriteAllText(Path.Combine(tree, "lib"), "a file");
        });

        Assert.Equal("a file", await repository.ShowAsync(report.Commit!, "lib"));
    }

    /// <summary>A repository whose own settings run a program as soon as git looks for changes in it.</summary>
    private async Task SetTrapAsync(string path)
    {
        Directory.CreateDirectory(path);
        var trap = folder.At("trap");
        ProgramFile.Write(trap, $"#!/bin/sh\necho ran >> {Ran}\ncat\n");
        await RunAsync("init", "--quiet");
        await RunAsync("fetch", "--quiet", repository.Path, "HEAD");
        await RunAsync("reset", "--quiet", "--hard", $"{await repository.GitAsync("rev-parse", "HEAD~1")}");
        await RunAsync("config", "filter.trap.clean", trap);
        await RunAsync("config", "core.fsmonitor", trap);
        File.WriteAllText(Path.Combine(path, ".gitattributes"), "* filter=trap\n");
        File.WriteAllText(Path.Combine(path, "readme"), "HELLO\n");

        async Task RunAsync(params string[] arguments) =>
            (await new GitRunner(TimeProvider.System).RunAsync(path, arguments)).Require();
    }
}
