using Swarm.Contracts.Runs;
using Swarm.Core.Workflows;
using Swarm.Functions.Runs;
using Swarm.Functions.Workflows;

namespace Swarm.Tests.Functions.Harness;

/// <summary>The usual steps of a run's life, without the orchestrations.</summary>
internal static class Runs
{
    public const string Workflow = """
        version: 1
        name: sample
        pattern: graph
        nodes:
          build: { run: [make] }
          test:  { run: [make, test], needs: [build] }
        """;

    public static async Task<WorkflowVersion> StoreWorkflowAsync(this TestApp app, string source = Workflow)
    {
        var parsed = WorkflowParser.Parse(source);
        Assert.Empty(parsed.Errors);
        return (await app.Get<WorkflowStore>().SaveAsync(parsed.Definition!, source, CancellationToken.None)).Stored;
    }

    public static Task<RunDocument> ExecuteAsync(this TestApp app, WorkflowVersion workflow) =>
        app.Get<RunStarting>().ExecuteAsync(
            workflow.Head.Id, new ExecuteWorkflowRequest(), app.Engine, CancellationToken.None);

    public static async Task<RunDocument> ExecuteAsync(this TestApp app) =>
        await app.ExecuteAsync(await app.StoreWorkflowAsync());

    public static Task<RunDocument> CancelRunAsync(this TestApp app, string runId) =>
        app.Get<RunCancelling>().CancelAsync(runId, "Enough.", app.Engine, CancellationToken.None);

    public static async Task<RunDocument> ReadRunAsync(this TestApp app, string runId) =>
        await app.Get<RunStore>().GetAsync(runId, CancellationToken.None);

    public static async Task<IReadOnlyList<RunDocument>> ListRunsAsync(this TestApp app) =>
        (await app.Get<RunStore>().ListAsync(null, null, 50, CancellationToken.None)).Items;

    /// <summary>
    /// Kills the process after the first write, after the second and so on, until the step gets through, and looks
    /// each time at what is left.
    /// </summary>
    public static async Task ForEachCrashAsync<T>(
        Func<TestApp, Task<T>> prepare, Func<TestApp, T, Task> step, Func<TestApp, T, Task> look)
    {
        const int moreThanEnoughWrites = 30;
        for (var writes = 0; ; writes++)
        {
            Assert.True(writes < moreThanEnoughWrites, "The step never got through.");
            await using var app = new TestApp();
            var prepared = await prepare(app);
            app.Crash.Arm(writes);
            var failure = await Record.ExceptionAsync(() => step(app, prepared));
            var crashed = app.Crash.HasCrashed;
            app.Crash.Restart();
            await look(app, prepared);
            if (!crashed)
            {
                Assert.Null(failure);
                return;
            }
        }
    }
}
