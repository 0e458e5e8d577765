using Swarm.Contracts.Statuses;
using Swarm.Contracts.Tasks;
using Swarm.Functions.Http;
using Swarm.Functions.Orchestrations;
using Swarm.Functions.Runs;
using Swarm.Functions.Tasks;
using Swarm.Tests.Functions.Harness;

namespace Swarm.Tests.Functions.Tasks;

/// <summary>What becomes of tasks: started, held up, cancelled, started again.</summary>
public sealed class TaskTests
{
    [Fact]
    public async Task A_task_that_nothing_holds_up_gets_a_run_with_a_node_for_each_subtask()
    {
        await using var app = new TestApp();
        var task = await app.CreateTaskAsync();
        Assert.Equal(nameof(TaskOrchestrator), app.Engine.Started[$"task~{task.Id}~1"]);
        Assert.Equal(RunStatus.Pending, (await app.ReadTaskAsync(task.Id)).Status);

        Assert.True(await app.AdvanceTaskAsync(task));
        Assert.True(await app.AdvanceTaskAsync(task));

        var run = Assert.Single(await app.ListRunsAsync());
        Assert.Equal(task.Id, run.Origin!.TaskId);
        Assert.Equal("Mend the parser", run.Inputs["title"].GetString());
        var stored = (await app.Get<TaskStore>().ReadAsync(task.Id, CancellationToken.None)).Document;
        var subtasks = await app.Get<TaskView>().SubtasksAsync(stored, CancellationToken.None);
        Assert.Equal(["analyse", "fix", "test"], subtasks.Select(subtask => subtask.Id));
        Assert.All(subtasks, subtask => Assert.Equal("shell", subtask.Tool));
    }

    [Fact]
    public async Task A_task_stands_where_its_run_stands()
    {
        await using var app = new TestApp();
        var task = await app.CreateTaskAsync();
        await app.AdvanceTaskAsync(task);
        await app.EndTaskAsync(task.Id, RunStatus.Failed);

        Assert.Equal(RunStatus.Failed, (await app.ReadTaskAsync(task.Id)).Status);
    }

    [Fact]
    public async Task A_task_waits_for_those_that_it_depends_on()
    {
        await using var app = new TestApp();
        var first = await app.CreateTaskAsync(TaskSteps.Spec("First"));
        var second = await app.CreateTaskAsync(TaskSteps.Spec("Second"), start: false);
        await app.DependAsync(second.Id, first.Id);
        second = await app.Get<TaskChanges>().StartAsync(second.Id, app.Engine, CancellationToken.None);
        await app.AdvanceTaskAsync(first);

        Assert.False(await app.AdvanceTaskAsync(second));
        Assert.Equal([first.Id], (await app.ReadTaskAsync(second.Id)).WaitsFor);

        // The first one's run tells the second one's orchestration.
        Assert.Equal([$"task~{second.Id}~1"], await app.EndTaskAsync(first.Id));
        Assert.True(await app.AdvanceTaskAsync(second));
        Assert.Equal(2, (await app.ListRunsAsync()).Count);
        Assert.Empty(await app.Get<TaskStore>().WaitersAsync(first.Id, CancellationToken.None));
    }

    [Fact]
    public async Task A_dependency_that_failed_holds_up_until_it_has_completed_after_all()
    {
        await using var app = new TestApp();
        var first = await app.CreateTaskAsync(TaskSteps.Spec("First"));
        var second = await app.CreateTaskAsync(TaskSteps.Spec("Second"), start: false);
        await app.DependAsync(second.Id, first.Id);
        second = await app.Get<TaskChanges>().StartAsync(second.Id, app.Engine, CancellationToken.None);
        await app.AdvanceTaskAsync(first);
        await app.AdvanceTaskAsync(second);
        await app.EndTaskAsync(first.Id, RunStatus.Failed);
        Assert.False(await app.AdvanceTaskAsync(second));

        first = await app.Get<TaskChanges>().StartAsync(first.Id, app.Engine, CancellationToken.None);
        await app.AdvanceTaskAsync(first);
        await app.EndTaskAsync(first.Id);
        Assert.True(await app.AdvanceTaskAsync(second));
    }

    [Fact]
    public async Task Tasks_that_would_wait_for_each_other_are_refused()
    {
        await using var app = new TestApp();
        var ids = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            ids.Add((await app.CreateTaskAsync(start: false)).Id);
        }

        await app.DependAsync(ids[0], ids[1]);
        await app.DependAsync(ids[1], ids[2]);

        var refused = await Assert.ThrowsAsync<ApiProblemException>(() => app.DependAsync(ids[2], ids[0]));
        Assert.Contains("/taskId", refused.Body.Errors!.Keys);
        await Assert.ThrowsAsync<ApiProblemException>(() => app.Get<TaskRelations>().AddAsync(
            ids[0], new TaskRelation(TaskRelationKind.Blocks, ids[2]), CancellationToken.None));
    }

    [Fact]
    public async Task A_relation_shows_at_both_ends_and_leaves_both()
    {
        await using var app = new TestApp();
        var one = (await app.CreateTaskAsync(start: false)).Id;
        var other = (await app.CreateTaskAsync(start: false)).Id;
        var relations = app.Get<TaskRelations>();
        await app.DependAsync(one, other);

        Assert.Equal(
            [new TaskRelation(TaskRelationKind.Blocks, one)], await relations.ListAsync(other, CancellationToken.None));
        await relations.RemoveAsync(
            other, new TaskRelation(TaskRelationKind.Blocks, one), CancellationToken.None);
        Assert.Empty(await relations.ListAsync(one, CancellationToken.None));
    }

    [Fact]
    public async Task A_cancelled_task_begins_no_more_and_may_be_started_again()
    {
        await using var app = new TestApp();
        var task = await app.CreateTaskAsync();
        await app.CancelTaskAsync(task.Id);
        await app.AdvanceTaskAsync(task);
        Assert.Empty(await app.ListRunsAsync());
        Assert.Equal(RunStatus.Cancelled, (await app.ReadTaskAsync(task.Id)).Status);

        var again = await app.Get<TaskChanges>().StartAsync(task.Id, app.Engine, CancellationToken.None);
        await app.AdvanceTaskAsync(again);
        Assert.Single(await app.ListRunsAsync());
    }

    [Fact]
    public async Task Cancelling_a_task_cancels_its_run()
    {
        await using var app = new TestApp();
        var task = await app.CreateTaskAsync();
        await app.AdvanceTaskAsync(task);
        await app.CancelTaskAsync(task.Id);

        var runId = (await app.ReadTaskAsync(task.Id)).RunId!;
        var control = await app.Get<RunStore>().FindControlAsync(runId, CancellationToken.None);
        Assert.True(control!.CancelRequested);
    }

    [Fact]
    public async Task A_task_under_way_is_not_started_twice()
    {
        await using var app = new TestApp();
        var task = await app.CreateTaskAsync();

        var refused = await Assert.ThrowsAsync<ApiProblemException>(
            () => app.Get<TaskChanges>().StartAsync(task.Id, app.Engine, CancellationToken.None));
        Assert.Equal(409, refused.Body.Status);
    }

    [Fact]
    public async Task Whenever_the_process_dies_a_task_that_is_stored_gets_one_run()
    {
        await Harness.Runs.ForEachCrashAsync(
            async app =>
            {
                await app.SaveTemplateAsync();
                return true;
            },
            async (app, _) =>
            {
                var task = await app.MakeTaskAsync();
                await app.AdvanceTaskAsync(task);
            },
            async (app, _) =>
            {
                await app.PassAsync(TimeSpan.FromSeconds(30));
                var (tasks, _) = await app.Get<TaskStore>().ListAsync(
                    byUpdate: true, null, 10, _ => Task.FromResult(true), CancellationToken.None);
                foreach (var task in tasks)
                {
                    Assert.Contains($"task~{task.Id}~1", app.Engine.Started.Keys);
                    await app.AdvanceTaskAsync(task);
                    await app.PassAsync(TimeSpan.FromSeconds(30));
                }

                var runs = await app.ListRunsAsync();
                Assert.Equal(tasks.Count, runs.Count);
                Assert.All(runs, run => Assert.Contains($"{run.Id}~1", app.Engine.Started.Keys));
            });
    }

    [Fact]
    public async Task Whenever_the_process_dies_a_cancelled_task_has_no_run_that_goes_on()
    {
        await Harness.Runs.ForEachCrashAsync(
            app => app.CreateTaskAsync(),
            async (app, task) =>
            {
                await app.AdvanceTaskAsync(task);
                await app.CancelTaskAsync(task.Id);
            },
            async (app, task) =>
            {
                await app.CancelTaskAsync(task.Id);
                await app.AdvanceTaskAsync(task);
                await app.PassAsync(TimeSpan.FromSeconds(30));
                foreach (var run in await app.ListRunsAsync())
                {
                    var control = await app.Get<RunStore>().FindControlAsync(run.Id, CancellationToken.None);
                    Assert.True(control is { CancelRequested: true }, "The run goes on.");
                }
            });
    }

    [Fact]
    public async Task A_task_runs_for_whoever_changed_it_last()
    {
        await using var app = new TestApp();
        await app.SaveTemplateAsync();
        var changes = app.Get<TaskChanges>();
        var task = await changes.CreateAsync(TaskSteps.Spec(), start: false, app.Engine, default, user: "ada");
        await changes.UpgradeAsync(task.Id, TaskSteps.Spec("Other"), "Why not.", null, "bob", app.Engine, default);
        Assert.Equal("bob", await UserOfNextRunAsync());

        await changes.RestoreAsync(task.Id, new TaskRestore(1, "Back."), "eve", app.Engine, default);

        Assert.Equal("eve", await UserOfNextRunAsync());

        async Task<string?> UserOfNextRunAsync()
        {
            var started = await changes.StartAsync(task.Id, app.Engine, default);
            await app.AdvanceTaskAsync(started);
            var run = await app.ReadRunAsync((await app.ReadTaskAsync(task.Id)).RunId!);
            await app.EndTaskAsync(task.Id);
            return run.User;
        }
    }
}
