using Swarm.Contracts.Statuses;
using Swarm.Tests.Shared;
using Swarm.Tests.WorkerAgent.Kit;
using Swarm.WorkerAgent.Folders;
using Swarm.WorkerAgent.Git;

namespace Swarm.Tests.WorkerAgent.Git;

public sealed class GitEffectsTests : IAsyncLifetime
{
    private const string Branch = GitBench.Branch;

    private readonly TestFolder folder = new();
    private TestRepository repository = null!;
    private GitBench bench = null!;

    public async ValueTask InitializeAsync()
    {
        repository = await TestRepository.CreateAsync(folder.At("repository"));
        bench = new GitBench(repository, new DataFolder(folder.At("data")));
    }

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task What_changed_becomes_one_commit_of_the_runs_branch_with_a_trailer()
    {
        var item = bench.Item("build", "Generate the parser");

        var report = await bench.DoAsync(item, Write("new", "text"));

        Assert.Equal(report.Commit, await repository.GitAsync("rev-parse", Branch));
        Assert.Equal(report.Commit, await repository.GitAsync("rev-parse", "swarm/work/01jrun+1+build+1+1"));
        Assert.Equal("text", await repository.ShowAsync(Branch, "new"));
        Assert.Equal(
            "Generate the parser\n\nSwarm-Work-Item: 01jrun~1~build~1~1~1",
            (await repository.GitAsync("log", "-1", "--format=%B", Branch)).TrimEnd());
        Assert.Equal("Swarm <swarm@localhost>", await repository.GitAsync("log", "-1", "--format=%an <%ae>", Branch));
        Assert.Equal("", await repository.GitAsync("status", "--porcelain"));
    }

    [Fact]
    public async Task Work_that_changed_nothing_makes_no_commit()
    {
        var report = await bench.DoAsync(bench.Item("build"), _ => { });

        Assert.Null(report.Commit);
        Assert.Equal(await repository.GitAsync("rev-parse", "main"), await repository.GitAsync("rev-parse", Branch));
    }

    [Fact]
    public async Task Changes_without_a_message_and_of_failed_work_are_not_kept()
    {
        var silent = await bench.DoAsync(bench.Item("silent", message: null), Write("one", "1"));
        var failed = await bench.DoAsync(bench.Item("failed"), Write("two", "2"), outcome: WorkItemOutcome.Failed);

        Assert.Null(silent.Commit);
        Assert.Null(failed.Commit);
        Assert.Equal(["readme"], await repository.ListAsync("ls-tree", "--name-only", Branch));
    }

    [Fact]
    public async Task Work_items_side_by_side_are_merged()
    {
        var inside = new TaskCompletionSource();
        var slow = bench.DoAsync(bench.Item("slow"), async tree =>
        {
            Write("slow", "s")(tree);
            await inside.Task;
        });
        await bench.DoAsync(bench.Item("fast"), Write("fast", "f"));
        inside.SetResult();
        var report = await slow;

        Assert.Equal(["fast", "readme", "slow"], await repository.ListAsync("ls-tree", "--name-only", Branch));
        Assert.Equal("2", await repository.GitAsync("rev-list", "--count", "--no-merges", Branch, "^main"));
        Assert.Equal(report.Commit, await repository.GitAsync("rev-parse", $"{Branch}^2"));
    }

    [Fact]
    public async Task A_conflict_is_a_result_that_names_the_files_and_overwrites_nothing()
    {
        var inside = new TaskCompletionSource();
        var slow = bench.DoAsync(bench.Item("slow"), async tree =>
        {
            Write("readme", "slow")(tree);
            await inside.Task;
        });
        await bench.DoAsync(bench.Item("fast"), Write("readme", "fast"));
        inside.SetResult();
        var report = await slow;

        Assert.Equal(WorkItemOutcome.Failed, report.Outcome);
        Assert.False(report.Retryable);
        Assert.Contains("readme", report.Reason, StringComparison.Ordinal);
        Assert.Equal("fast", await repository.ShowAsync(Branch, "readme"));
        Assert.Equal("slow", await repository.ShowAsync("swarm/work/01jrun+1+slow+1+1", "readme"));
    }

    [Fact]
    public async Task A_merge_into_a_branch_that_is_checked_out_moves_the_checkout_along()
    {
        await bench.DoAsync(bench.Item("build"), Write("new", "text"));

        var report = await bench.DoAsync(bench.Item("deploy", null, "main", "v1"), _ => { });

        Assert.Equal(WorkItemOutcome.Completed, report.Outcome);
        Assert.Equal("text", File.ReadAllText(repository.At("new")));
        Assert.Equal("", await repository.GitAsync("status", "--porcelain"));
        Assert.Equal(await repository.GitAsync("rev-parse", Branch), await repository.GitAsync("rev-parse", "main"));
        var main = await repository.GitAsync("rev-parse", "main");
        Assert.Equal(main, await repository.GitAsync("rev-parse", "v1^{commit}"));
    }

    [Fact]
    public async Task A_target_branch_that_went_on_is_merged()
    {
        await bench.DoAsync(bench.Item("build"), Write("new", "text"));
        var users = await repository.CommitAsync("other", "o", "meanwhile");

        await bench.DoAsync(bench.Item("deploy", null, "main"), _ => { });

        Assert.Equal(users, await repository.GitAsync("rev-parse", "main^1"));
        Assert.Equal(["new", "other", "readme"], await repository.ListAsync("ls-tree", "--name-only", "main"));
        Assert.Equal("", await repository.GitAsync("status", "--porcelain"));
    }

    [Fact]
    public async Task A_checkout_with_changes_is_a_refusal_and_stays_as_it_is()
    {
        await bench.DoAsync(bench.Item("build"), Write("new", "text"));
        var before = await repository.GitAsync("rev-parse", "main", Branch);
        File.WriteAllText(repository.At("readme"), "mine");

        var report = await bench.DoAsync(bench.Item("deploy", "Last", "main", "v1"), Write("last", "l"));

        Assert.Equal(WorkItemOutcome.Failed, report.Outcome);
        Assert.Contains("not committed", report.Reason, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(repository.At("readme")));
        Assert.Equal(before, await repository.GitAsync("rev-parse", "main", Branch));
        Assert.Empty(await repository.ListAsync("tag"));
    }

    [Fact]
    public async Task Files_in_the_way_of_a_checkout_are_a_refusal_and_nothing_is_moved()
    {
        File.WriteAllText(repository.At("new"), "mine, unknown to git");
        var before = await repository.GitAsync("rev-parse", "main");

        var report = await bench.DoAsync(bench.Item("build", mergeInto: "main"), Write("new", "text"));

        Assert.Equal((WorkItemOutcome.Failed, null), (report.Outcome, report.Commit));
        Assert.Contains("new", report.Reason, StringComparison.Ordinal);
        Assert.Equal("mine, unknown to git", File.ReadAllText(repository.At("new")));
        Assert.Equal(before, await repository.GitAsync("rev-parse", "main"));
        Assert.Equal(before, await repository.GitAsync("rev-parse", Branch));
    }

    [Fact]
    public async Task A_tag_elsewhere_is_a_refusal_and_is_not_moved()
    {
        await repository.GitAsync("tag", "v1", "main");
        await bench.DoAsync(bench.Item("build"), Write("new", "text"));

        var report = await bench.DoAsync(bench.Item("deploy", null, null, "v1"), _ => { });

        Assert.Equal(WorkItemOutcome.Failed, report.Outcome);
        Assert.Contains("'v1'", report.Reason, StringComparison.Ordinal);
        Assert.Equal(await repository.GitAsync("rev-parse", "main"), await repository.GitAsync("rev-parse", "v1"));
    }

    [Fact]
    public async Task The_tag_of_an_earlier_try_of_the_same_node_is_left_where_it_is()
    {
        var first = bench.Item("deploy", "Release", null, "v1");
        await bench.DoAsync(first, Write("one", "1"));
        var tagged = await repository.GitAsync("rev-parse", "v1^{commit}");

        var report = await bench.DoAsync(first with { Id = "01jrun~1~deploy~1~2", Attempt = 2 }, Write("two", "2"));

        Assert.Equal(WorkItemOutcome.Completed, report.Outcome);
        Assert.Equal(tagged, await repository.GitAsync("rev-parse", "v1^{commit}"));
    }

    [Fact]
    public async Task Hooks_and_signing_of_the_user_have_no_say()
    {
        await repository.GitAsync("config", "commit.gpgSign", "true");
        await repository.GitAsync("config", "user.signingKey", "nobody");
        foreach (var hook in (string[])["pre-commit", "post-checkout", "reference-transaction", "commit-msg"])
        {
            ProgramFile.Write(repository.At($".git/hooks/{hook}"), "#!/bin/sh\nexit 1\n");
        }

        var report = await bench.DoAsync(bench.Item("build", mergeInto: "main"), Write("new", "text"));

        Assert.Equal(WorkItemOutcome.Completed, report.Outcome);
    }

    [Fact]
    public async Task A_pointer_that_the_command_replaced_is_not_followed()
    {
        var evil = await TestRepository.CreateAsync(folder.At("evil"));
        await evil.GitAsync("config", "filter.evil.clean", $"touch {folder.At("ran")}; cat");

        var report = await bench.DoAsync(bench.Item("work"), tree =>
        {
            File.WriteAllText(Path.Combine(tree, ".git"), $"gitdir: {evil.At(".git")}\n");
            File.WriteAllText(Path.Combine(tree, ".gitattributes"), "* filter=evil\n");
            File.WriteAllText(Path.Combine(tree, "file"), "new\n");
        });

        Assert.False(File.Exists(folder.At("ran")));
        Assert.Equal("new", await repository.ShowAsync(report.Commit!, "file"));
    }

    [Fact]
    public async Task A_base_or_repository_that_is_not_there_is_a_refusal_in_words()
    {
        var item = bench.Item("build");

        var noBase = await Assert.ThrowsAsync<GitRefusalException>(
            () => bench.DoAsync(item with { Git = item.Git! with { Base = "nowhere" } }, _ => { }));
        var noRepository = await Assert.ThrowsAsync<GitRefusalException>(
            () => bench.DoAsync(item with { Git = item.Git! with { Repository = folder.Path } }, _ => { }));

        Assert.Contains("'nowhere'", noBase.Message, StringComparison.Ordinal);
        Assert.Contains("is not a git repository", noRepository.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_settled_work_item_leaves_no_worktree_and_no_result_behind()
    {
        var item = bench.Item("build");
        await bench.DoAsync(item, Write("new", "text"));

        await bench.CloseAsync(item);

        Assert.Single(await repository.ListAsync("worktree", "list"));
        Assert.Empty(await repository.ListAsync("for-each-ref", "refs/swarm/results"));
    }

    private static Action<string> Write(string file, string content) =>
        tree => File.WriteAllText(Path.Combine(tree, file), content);
}
