using System.Collections.Concurrent;
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
/// A run that was begun before a deploy goes on after it, whatever has been asked of it: this one has failed and was
/// retried, has work that was tried, judged and corrected, a director whose place was taken, nodes that hold and await
/// a lock, what is to be undone, a directive, and is paused.
/// </summary>
public sealed class RecordedControlTests
{
    private const string Shape = "control";

    private const string Workflow = """
        version: 1
        name: recorded-control
        checkpoints: low
        nodes:
          kept:    { run: [kept] }
          start:   { run: [start], needs: kept }
          flaky:   { run: [flaky], needs: start, retry: { attempts: 3, backoff: PT0S, on: [exit] } }
          judged:
            needs: start
            run: [judged]
            evaluate: { below: retry, by: { judge: { run: [judge, "${previous.stdout}"] } } }
          doubted:
            needs: start
            run: [doubted]
            evaluate: { below: checkpoint, by: { judge: { run: [judge, "${previous.stdout}"] } } }
          talk:
            needs: start
            workflow:
              pattern: sequential
              steps:
                - { id: write, run: [write] }
                - { id: gate, checkpoint: Good? }
          plan:
            needs: start
            workflow:
              pattern: hierarchical
              director: { run: [direct] }
              workers: { w: { run: [work] } }
              fallback: { run: [instead] }
          held:    { run: [held], needs: start, locks: door }
          awaits:  { run: [awaits], needs: start, locks: door }
          undone:
            needs: start
            continueOnFailure: true
            workflow:
              nodes:
                a: { run: [a], compensate: { run: [undo, "${a.stdout}"] } }
                b: { run: [break], needs: a }
          last:
            needs: [flaky, judged, doubted, talk, plan, held, awaits, undone]
            run: [last, "${flaky.stdout}", "${judged.score}", "${doubted.score}", "${plan.result}"]
        """;

    /// <summary>What is under way when the recording ends; of the two that want the lock it is one.</summary>
    private static readonly string[] s_underWay = ["judged 2", "plan.fallback 1", "door", "undone.b 1"];

    public static TheoryData<string> Recordings => RecordedRuns.Of(Shape);

    [Theory]
    [MemberData(nameof(Recordings))]
    public Task A_run_that_an_earlier_version_began_comes_to_its_end(string recording) => RecordedRuns.GoOnAsync(
        recording,
        async (plane, runId) =>
        {
            await using var worker = await FakeWorker.StartAsync(plane, item => Work(item));
            await plane.Admin.ControlAsync(ApiRoutes.ResumeRun, runId);
            var began = await plane.Admin.ReadRunAsync(runId);
            foreach (var asked in new[] { "doubted.checkpoint", "talk.gate" })
            {
                Assert.Equal(NodeStatus.Review, began.Node(asked).Status);
            }

            await ApproveAllAsync(plane, runId);
            var run = await plane.Admin.ReadRunAsync(runId);

            Assert.Equal((RunStatus.Completed, 2), (run.Summary.Status, run.Summary.Attempt));
            var last = worker.Claimed.Last();
            Assert.Equal(["last", "flaky 2", "9", "3", "instead 1"], last.Shell!.Run);
            Assert.Equal(["Use tabs."], last.Directives);
            Assert.Equal(2, run.Node("talk.write").Iteration);
            Assert.Equal(NodeStatus.Failed, run.Node("undone").Status);
            Assert.Equal(
                ["undo", "a 1"], worker.Claimed.Single(item => item.Node == "undone.compensate.a").Shell!.Run);
            Assert.Equal(NodeStatus.Completed, run.Node("last.checkpoint").Status);
            Assert.DoesNotContain(
                worker.Claimed,
                item => item.Node is "kept" or "start" or "flaky" or "doubted" or "plan.director" or "undone.a");
        });

    [Fact]
    public Task The_present_version_can_be_recorded() => RecordedRuns.RecordAsync(Shape, async plane =>
    {
        var reached = s_underWay.ToDictionary(what => what, _ => new TaskCompletionSource());
        var failed = new ConcurrentDictionary<string, bool>();
        var worker = await FakeWorker.StartAsync(
            plane,
            async (item, cancellation) =>
            {
                var what = item.Node is "held" or "awaits" ? "door" : $"{item.Node} {item.Attempt}";
                if (reached.TryGetValue(what, out var signal))
                {
                    signal.TrySetResult();
                    await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation);
                }

                return item.Node == "start" && failed.TryAdd(item.Node, true)
                    ? FakeWorker.Failed(item, "Not yet.")
                    : Work(item);
            },
            slots: 8);
        var admin = plane.Admin;
        var runId = (await admin.RunAsync(Workflow)).Summary.Id;
        var first = await admin.WaitForEndAsync(runId);
        await admin.ControlAsync(ApiRoutes.RetryRun, runId);
        await CorrectAsync(admin, runId, first.LastEvent);
        await Task.WhenAll(reached.Values.Select(signal => signal.Task)).WaitAsync(TimeSpan.FromMinutes(1));
        await admin.WaitForAsync(runId, RunEventTypes.CheckpointOpened, "doubted.checkpoint", first.LastEvent);
        await admin.WaitForAsync(runId, RunEventTypes.NodeCompleted, "flaky", first.LastEvent);
        await admin.WaitForAsync(runId, RunEventTypes.NodeWaiting, after: first.LastEvent);
        using var said = await admin.PostAsync(
            Requests.Route(ApiRoutes.RunDirectives, runId), """{ "text": "Use tabs." }""");
        Assert.True(said.IsSuccessStatusCode);
        await admin.ControlAsync(ApiRoutes.PauseRun, runId);
        return (runId, worker);
    });

    private static ReportRequest Work(WorkItem item) => item.Shell!.Run![0] switch
    {
        "flaky" when item.Attempt == 1 => FakeWorker.Failed(item, "Once."),
        "direct" or "break" => FakeWorker.Failed(item, "No."),
        "judge" => FakeWorker.Done(item, stdout: item.Node.StartsWith("judged", StringComparison.Ordinal)
            ? $"{(item.Iteration * 6) - 3}"
            : "3"),
        var command => FakeWorker.Done(item, stdout: $"{command} {item.Attempt}"),
    };

    /// <summary>The first question is answered by a correction, and asked again.</summary>
    private static async Task CorrectAsync(HttpClient admin, string runId, long after)
    {
        var opened = 0;
        await foreach (var told in admin.FollowAsync(runId, after))
        {
            if (told is not { Type: RunEventTypes.CheckpointOpened, Node: "talk.gate" })
            {
                continue;
            }

            if (++opened > 1)
            {
                return;
            }

            using var answer = await admin.AnswerAsync(
                CheckpointRoutes.Correct,
                told.Data!.Value.GetProperty("checkpointId").GetString()!,
                """{ "feedback": "Shorter." }""");
            Assert.True(answer.IsSuccessStatusCode);
        }
    }

    private static async Task ApproveAllAsync(ControlPlane plane, string runId)
    {
        await foreach (var told in plane.Admin.FollowAsync(runId))
        {
            if (told.Type == RunEventTypes.CheckpointOpened)
            {
                // The one that was corrected has its answer, and keeps it.
                using var answer = await plane.Admin.AnswerAsync(
                    CheckpointRoutes.Approve, told.Data!.Value.GetProperty("checkpointId").GetString()!);
            }
        }
    }
}
