using Swarm.Contracts.Statuses;
using Swarm.Contracts.WorkItems;
using Swarm.Tests.WorkerAgent.Kit;
using Swarm.WorkerAgent.Folders;

namespace Swarm.Tests.WorkerAgent.Git;

/// <summary>
/// The agent is killed between any two calls of git, and the work item is delivered again with the next token. Before
/// there were kept results, a kill between merge and report had the command run a second time on its own changes.
/// </summary>
public sealed class CrashTests : IDisposable
{
    private const string Branch = GitBench.Branch;
    private const int MoreCallsThanThereAre = 200;

    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Killed_between_any_two_calls_of_git_every_effect_is_there_exactly_once(bool isCheckedOut)
    {
        var calls = 0;
        for (var crashAfter = 0; ; crashAfter++)
        {
            var git = new CrashingGit(crashAfter);
            var hasCrashed = await CrashAndRedeliverAsync(crashAfter, git, isCheckedOut);
            if (!hasCrashed)
            {
                calls = git.Calls;
                break;
            }

            Assert.True(crashAfter < MoreCallsThanThereAre);
        }

        Assert.True(calls > 20, $"Only {calls} calls: the work item did not do all that it should.");
    }

    [Fact]
    public async Task A_torn_transaction_is_completed()
    {
        var (repository, bench) = await PrepareAsync("torn", isCheckedOut: false);
        var item = bench.Item("deploy", "Release", "main", "v1");
        var commit = await KillAfterCommandAsync(repository, bench, item);

        // Git was killed after the first of the refs had moved.
        await repository.GitAsync("update-ref", $"refs/heads/{Branch}", commit);
        var report = await bench.DoAsync(item with { Token = 2 }, Change);

        Assert.Equal(commit, report.Commit);
        await AssertEffectsOnceAsync(repository, item);
    }

    [Fact]
    public async Task A_commit_in_the_runs_branch_counts_even_when_its_result_is_gone()
    {
        var (repository, bench) = await PrepareAsync("trailer", isCheckedOut: false);
        var item = bench.Item("deploy", "Release", "main", "v1");
        var first = await bench.DoAsync(item, Change);
        await repository.GitAsync("update-ref", "-d", "refs/swarm/results/01jrun+1+deploy+1+1");

        var second = await bench.DoAsync(item with { Token = 2 }, Change);

        Assert.Equal(1, bench.Executions);
        Assert.Equal(first.Commit, second.Commit);
        await AssertEffectsOnceAsync(repository, item);
    }

    [Fact]
    public async Task Of_two_workers_with_the_same_work_item_one_counts()
    {
        var (repository, bench) = await PrepareAsync("two", isCheckedOut: false);
        var item = bench.Item("deploy", "Release", "main", "v1");
        ReportRequest? second = null;

        var first = await bench.DoAsync(item, async tree =>
        {
            // While this one still works, its lease is lost and another worker does it all.
            Change(tree);
            second = await bench.DoAsync(item with { Token = 2 }, Change);
        });

        Assert.Equal(second!.Commit, first.Commit);
        await AssertEffectsOnceAsync(repository, item);
    }

    [Fact]
    public async Task A_worker_whose_lease_was_lost_long_ago_adds_nothing_to_what_another_has_reported()
    {
        var (repository, bench) = await PrepareAsync("late", isCheckedOut: false);
        var item = bench.Item("deploy", "Release", "main", "v1");

        await bench.DoAsync(item, async tree =>
        {
            // Another worker does it all, reports, and clears its stored result away.
            Change(tree);
            File.WriteAllText(Path.Combine(tree, "late"), "differs");
            await bench.DoAsync(item with { Token = 2 }, Change);
            await bench.CloseAsync(item with { Token = 2 });
        });

        await AssertEffectsOnceAsync(repository, item);
    }

    [Fact]
    public async Task The_result_of_failed_work_is_found_again()
    {
        var (_, bench) = await PrepareAsync("failed", isCheckedOut: false);
        var item = bench.Item("test");
        await bench.DoAsync(item, _ => { }, outcome: WorkItemOutcome.Failed);

        var report = await bench.DoAsync(item with { Token = 2 }, _ => { });

        Assert.Equal(1, bench.Executions);
        Assert.Equal((WorkItemOutcome.Failed, 2, "printed"), (report.Outcome, report.Token, report.Stdout));
    }

    private async Task<bool> CrashAndRedeliverAsync(int number, CrashingGit git, bool isCheckedOut)
    {
        var (repository, bench) = await PrepareAsync($"{isCheckedOut}-{number}", isCheckedOut);
        var item = bench.Item("deploy", "Release", "main", "v1");
        var hasCrashed = false;
        try
        {
            await bench.DoAsync(item, Change, git);
        }
        catch (CrashException)
        {
            hasCrashed = true;
        }

        var report = await bench.DoAsync(item with { Token = 2 }, Change);

        Assert.Equal((WorkItemOutcome.Completed, 2, "printed"), (report.Outcome, report.Token, report.Stdout));
        await AssertEffectsOnceAsync(repository, item);
        Assert.Equal(report.Commit, await repository.GitAsync("rev-parse", "swarm/work/01jrun+1+deploy+1+1"));
        return hasCrashed;
    }

    private static async Task<string> KillAfterCommandAsync(TestRepository repository, GitBench bench, WorkItem item)
    {
        for (var calls = 0; ; calls++)
        {
            await Assert.ThrowsAsync<CrashException>(() => bench.DoAsync(item, Change, new CrashingGit(calls)));
            var kept = await repository.ListAsync("for-each-ref", "refs/swarm/results/01jrun+1+deploy+1+1");
            if (kept.Length > 0)
            {
                return await repository.GitAsync("rev-parse", "swarm/work/01jrun+1+deploy+1+1");
            }
        }
    }

    private static async Task AssertEffectsOnceAsync(TestRepository repository, WorkItem item)
    {
        Assert.Equal(1, await repository.CountTrailersAsync(Branch, item.Id));
        Assert.Equal(1, await repository.CountTrailersAsync("main", item.Id));
        Assert.Equal("line", await repository.ShowAsync("main", "log"));
        var main = await repository.GitAsync("rev-parse", "main");
        Assert.Equal(main, await repository.GitAsync("rev-parse", "v1^{commit}"));

        // One merge commit: main had gone on, as the preparation says.
        Assert.Equal("1", await repository.GitAsync("rev-list", "--count", "--merges", "main"));
        Assert.Equal("", await repository.GitAsync("status", "--porcelain"));
        await repository.GitAsync("fsck", "--no-dangling");
    }

    /// <summary>Something that shows when it was done twice.</summary>
    private static void Change(string tree) => File.AppendAllText(Path.Combine(tree, "log"), "line\n");

    private async Task<(TestRepository Repository, GitBench Bench)> PrepareAsync(string name, bool isCheckedOut)
    {
        var repository = await TestRepository.CreateAsync(folder.At($"repository-{name}"));
        var bench = new GitBench(repository, new DataFolder(folder.At($"data-{name}")));
        await bench.DoAsync(bench.Item("start", message: null), _ => { });
        await repository.CommitAsync("other", "o", "meanwhile");
        if (!isCheckedOut)
        {
            await repository.GitAsync("checkout", "--quiet", "-b", "elsewhere");
        }

        return (repository, new GitBench(repository, new DataFolder(folder.At($"data-{name}"))));
    }
}
