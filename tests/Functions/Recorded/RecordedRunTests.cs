using Swarm.Contracts.Checkpoints;
using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.WorkItems;
using Swarm.Tests.Functions.ControlPlanes;
using Swarm.Tests.Functions.Patterns;

namespace Swarm.Tests.Functions.Recorded;

/// <summary>
/// A run that was begun before a deploy goes on after it: one of all patterns, each with half of it done.
/// </summary>
public sealed class RecordedRunTests
{
    private const string Shape = "patterns";

    /// <summary>One of everything, with half of it done when the recording ends.</summary>
    private const string Workflow = """
        version: 1
        name: recorded
        inputs: { who: { type: string, default: Ada } }
        nodes:
          first:  { run: [first, "${inputs.who}"], compensate: { run: [undo] } }
          list:   { run: [list, "${item}"], needs: first, forEach: [a, b, c], maxParallel: 1 }
          inner:
            needs: first
            workflow:
              pattern: sequential
              steps:
                - { id: done, run: [done] }
                - { id: gate, checkpoint: Go on? }
                - { id: open, run: [open, "${done.stdout}"] }
              outputs: { text: "${open.stdout}" }
          signal: { wait: { event: go, timeout: P1D }, needs: first }
          vote:
            needs: first
            workflow: { pattern: mixture, nodes: { a: { run: [say] }, b: { wait: { event: late, timeout: P1D } } } }
          plan:
            needs: first
            workflow:
              pattern: hierarchical
              director: { run: [direct] }
              workers: { w: { checkpoint: "Shall I ${subtask.title}?" } }
          test:   { run: [test], needs: first, accept: [0, 1] }
          fix:    { run: [fix] }
          last:
            needs: [list, inner, signal, vote, plan]
            run: [last, "${list.values}", "${inner.text}", "${signal.data}", "${vote.answers}", "${plan.result}"]
        edges:
          - { from: test, to: last, when: { path: exitCode, equals: 0 } }
          - { from: test, to: fix, when: { path: exitCode, notEquals: 0 } }
          - { from: fix, to: test, loop: { max: 3 } }
        """;

    public static TheoryData<string> Recordings => RecordedRuns.Of(Shape);

    [Theory]
    [MemberData(nameof(Recordings))]
    public Task A_run_that_an_earlier_version_began_comes_to_its_end(string recording) => RecordedRuns.GoOnAsync(
        recording,
        async (plane, runId) =>
        {
            await using var worker = await FakeWorker.StartAsync(plane, item => Work(item));
            var run = await EndAsync(plane, runId);

            Assert.Equal(RunStatus.Completed, run.Summary.Status);
            var greeting = run.Node("first").Iterations[0].Output!.Value.GetProperty("stdout").GetString();
            Assert.Equal("hello Ada 3", greeting);
            Assert.Equal(
                ["last", """["list a","list b","list c"]""", "open done", "7", "2", "all"],
                worker.Claimed.Last().Shell!.Run);
            Assert.Equal((2, 2), (run.Node("test").Iteration, run.Node("fix").Iteration));
            Assert.DoesNotContain(
                worker.Claimed, item => item.Node is "first" or "list[0]" or "inner.done" or "vote.a");
        });

    [Fact]
    public Task The_present_version_can_be_recorded() => RecordedRuns.RecordAsync(Shape, async plane =>
    {
        var half = new HashSet<string> { "first", "list[0]", "inner.done", "vote.a", "plan.director", "test" };
        var worker = await FakeWorker.StartAsync(
            plane,
            async (item, cancellation) =>
            {
                if (!half.Contains(item.Node))
                {
                    await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation);
                }

                return Work(item);
            },
            slots: 8);
        var runId = (await plane.Admin.RunAsync(Workflow)).Summary.Id;
        foreach (var node in half)
        {
            await plane.Admin.WaitForAsync(runId, RunEventTypes.NodeCompleted, node);
        }

        await plane.Admin.WaitForAsync(runId, RunEventTypes.CheckpointOpened, "inner.gate");
        await plane.Admin.WaitForAsync(runId, RunEventTypes.CheckpointOpened, "plan.round-1.a");
        await plane.Admin.WaitForAsync(runId, RunEventTypes.NodeStarted, "fix");
        return (runId, worker);
    });

    private static ReportRequest Work(WorkItem item) => item.Shell!.Run![0] switch
    {
        "first" => FakeWorker.Done(item, stdout: $"hello {item.Shell.Run[1]} {item.Shell.Run.Count + 1}"),
        "direct" => FakeWorker.Done(item, stdout: item.Iteration == 1
            ? """{ "subtasks": [{ "id": "a", "worker": "w", "title": "dig" }] }"""
            : """{ "done": true, "result": "all" }"""),
        "test" => FakeWorker.Done(item, item.Iteration == 1 ? 1 : 0),
        _ => FakeWorker.Done(item, stdout: string.Join(' ', item.Shell.Run)),
    };

    private static async Task<RunDetail> EndAsync(ControlPlane plane, string runId)
    {
        foreach (var name in new[] { "go", "late" })
        {
            await plane.Admin.SendEventAsync(runId, name, "7");
        }

        await foreach (var told in plane.Admin.FollowAsync(runId))
        {
            if (told.Type == RunEventTypes.CheckpointOpened)
            {
                using var answer = await plane.Admin.AnswerAsync(
                    CheckpointRoutes.Approve, told.Data!.Value.GetProperty("checkpointId").GetString()!);
            }
        }

        return await plane.Admin.ReadRunAsync(runId);
    }
}
