using Swarm.Contracts;
using Swarm.Contracts.Checkpoints;
using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.WorkItems;
using Swarm.Tests.Functions.Control;
using Swarm.Tests.Functions.ControlPlanes;
using Swarm.Tests.Functions.Patterns;

namespace Swarm.Tests.Functions.Recorded;

/// <summary>
/// A run that was begun before a deploy goes on after it: this one has completed and runs again from a node with other
/// input, and people have opened checkpoints by hand, of which one asks before work that was queued, one before work
/// that was not, and one will ask later.
/// </summary>
public sealed class RecordedRerunTests
{
    private const string Shape = "rerun";

    /// <summary>A tool that the recording worker does not have, so that its work is still queued.</summary>
    private const string Tool = "later-tool";

    private const string Workflow = $$"""
        version: 1
        name: recorded-rerun
        inputs: { name: { type: string } }
        nodes:
          first:  { run: [first, "${inputs.name}"] }
          build:  { run: [build, "${inputs.name}"], needs: first, input: { how: gently } }
          list:   { run: [list, "${item}"], forEach: [a, b], needs: build }
          early:  { run: [early], needs: build, locks: door }
          queued: { tool: {{Tool}}, prompt: Wait., needs: build }
          deploy: { run: [deploy, "${build.stdout}"], needs: [list, early, queued] }
          last:   { run: [last, "${deploy.stdout}", "${first.stdout}"], needs: deploy }
        """;

    public static TheoryData<string> Recordings => RecordedRuns.Of(Shape);

    [Theory]
    [MemberData(nameof(Recordings))]
    public Task A_run_that_an_earlier_version_began_again_comes_to_its_end(string recording) => RecordedRuns.GoOnAsync(
        recording,
        async (plane, runId) =>
        {
            await using var worker = await FakeWorker.StartAsync(plane, Work, tools: ["shell", Tool]);
            var began = await plane.Admin.ReadRunAsync(runId);
            Assert.Equal(
                (NodeStatus.Review, NodeStatus.Review), (began.Node("early").Status, began.Node("queued").Status));
            var asked = await ApproveAllAsync(plane, runId, began.LastEvent);
            var run = await plane.Admin.ReadRunAsync(runId);

            Assert.Equal((RunStatus.Completed, 2), (run.Summary.Status, run.Summary.Attempt));
            Assert.Equal(["deploy.before"], asked);
            Assert.Equal(["last", "deploy build Ben roughly", "first Ada"], worker.Claimed.Last().Shell!.Run);
            Assert.Equal(
                ["deploy", "early", "last", "list[1]", "queued"], worker.Claimed.Select(item => item.Node).Order());
        });

    [Fact]
    public Task The_present_version_can_be_recorded() => RecordedRuns.RecordAsync(Shape, async plane =>
    {
        var admin = plane.Admin;
        string runId;
        await using (var first = await FakeWorker.StartAsync(plane, Work, tools: ["shell", Tool]))
        {
            runId = (await admin.RunAsync(Workflow, """{ "name": "Ada" }""")).Summary.Id;
            await admin.WaitForEndAsync(runId);
            await first.DrainAsync();
        }

        var after = (await admin.ReadRunAsync(runId)).LastEvent;
        var opened = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var worker = await FakeWorker.StartAsync(plane, async (item, cancellation) =>
        {
            if (item.Node == "list[1]")
            {
                begun.TrySetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation);
            }

            await (item.Node == "build" ? opened.Task.WaitAsync(cancellation) : Task.CompletedTask);
            return Work(item);
        });
        await admin.ControlAsync(
            ApiRoutes.RerunRun,
            runId,
            """{ "node": "build", "input": { "how": "roughly" }, "inputs": { "name": "Ben" } }""");
        await OpenAsync(admin, runId, "early");
        await OpenAsync(admin, runId, "deploy");
        opened.SetResult();
        await admin.WaitForAsync(runId, RunEventTypes.NodeQueued, "queued", after);
        await OpenAsync(admin, runId, "queued");
        await admin.WaitForAsync(runId, RunEventTypes.CheckpointOpened, "early.before", after);
        await admin.WaitForAsync(runId, RunEventTypes.CheckpointOpened, "queued.before", after);
        await admin.WaitForAsync(runId, RunEventTypes.NodeCompleted, "list[0]", after);
        await begun.Task.WaitAsync(TimeSpan.FromMinutes(1));
        return (runId, worker);
    });

    private static ReportRequest Work(WorkItem item)
    {
        var words = item.Shell?.Run ?? [];
        var how = item.Shell?.Environment.GetValueOrDefault("SWARM_INPUT_HOW");
        return FakeWorker.Done(item, stdout: string.Join(' ', how is null ? words : words.Append(how)));
    }

    private static async Task OpenAsync(HttpClient admin, string runId, string node)
    {
        using var opened = await admin.PostAsync(
            Requests.Route(ApiRoutes.RunCheckpoints, runId), $$"""{ "message": "Well?", "node": "{{node}}" }""");
        Assert.True(opened.IsSuccessStatusCode);
    }

    /// <summary>Answers what asks already and what asks then; says what asks then.</summary>
    private static async Task<List<string>> ApproveAllAsync(ControlPlane plane, string runId, long after)
    {
        var later = new List<string>();
        await foreach (var told in plane.Admin.FollowAsync(runId))
        {
            if (told.Type != RunEventTypes.CheckpointOpened)
            {
                continue;
            }

            using var answer = await plane.Admin.AnswerAsync(
                CheckpointRoutes.Approve, told.Data!.Value.GetProperty("checkpointId").GetString()!);
            Assert.True(answer.IsSuccessStatusCode);
            if (told.Sequence > after)
            {
                later.Add(told.Node!);
            }
        }

        return later;
    }
}
