using System.Globalization;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Swarm.Contracts;
using Swarm.Contracts.Checkpoints;
using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.WorkItems;
using Swarm.Tests.Functions.ControlPlanes;
using Swarm.Tests.Functions.Crashes;
using Swarm.Tests.Functions.Patterns;

namespace Swarm.Tests.Functions.Recorded;

/// <summary>
/// A run that was begun before a deploy goes on after it. The folder Recorded keeps data folders of earlier versions,
/// each
/// with a run in the middle of its way; every later version replays its histories, reads its rows and brings it to its
/// end. With SWARM_RECORD_RUNS set to a name, the present version's is written there.
/// </summary>
public sealed class RecordedRunTests
{
    private const string RecordVariable = "SWARM_RECORD_RUNS";
    private const string TimeFile = "recorded-at";
    private const string RunFile = "run-id";

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

    public static TheoryData<string> Recordings =>
        [.. Directory.GetFiles(Folder(), "*.zip").Select(file => Path.GetFileName(file)).Order()];

    [Theory]
    [MemberData(nameof(Recordings))]
    public async Task A_run_that_an_earlier_version_began_comes_to_its_end(string recording)
    {
        var folder = Directory.CreateTempSubdirectory("swarm-recorded-");
        await ZipFile.ExtractToDirectoryAsync(Path.Combine(Folder(), recording), folder.FullName);
        var recordedAt = DateTimeOffset.Parse(
            await File.ReadAllTextAsync(Path.Combine(folder.FullName, TimeFile)), CultureInfo.InvariantCulture);
        var runId = await File.ReadAllTextAsync(Path.Combine(folder.FullName, RunFile));
        var clock = new LeapClock(recordedAt + TimeSpan.FromMinutes(2) - TimeProvider.System.GetUtcNow());
        await using (var plane = await ControlPlane.StartAsync(
            folder.FullName, services => services.AddSingleton<TimeProvider>(clock)))
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
        }

        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task The_present_version_can_be_recorded()
    {
        var folder = Directory.CreateTempSubdirectory("swarm-record-");
        await using (var plane = await ControlPlane.StartAsync(folder.FullName))
        {
            var half = new HashSet<string> { "first", "list[0]", "inner.done", "vote.a", "plan.director", "test" };
            await using var worker = await FakeWorker.StartAsync(
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
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, RunFile), runId);

            // What it holds goes back into the queue, so that nobody has to wait for its leases to end.
            using var client = plane.CreateClient(worker.Key);
            using var left = await client.PostAsync(ApiRoutes.SignOff, "{}");
            Assert.True(left.IsSuccessStatusCode);
        }

        await File.WriteAllTextAsync(
            Path.Combine(folder.FullName, TimeFile),
            TimeProvider.System.GetUtcNow().ToString("O", CultureInfo.InvariantCulture));
        File.Delete(Path.Combine(folder.FullName, "admin.key"));
        if (Environment.GetEnvironmentVariable(RecordVariable) is { Length: > 0 } name)
        {
            await ZipFile.CreateFromDirectoryAsync(
                folder.FullName, Path.Combine(Source(), $"{name}.zip"), CompressionLevel.SmallestSize, false);
        }

        folder.Delete(recursive: true);
    }

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

    private static string Folder() => Path.Combine(AppContext.BaseDirectory, "Recorded");

    private static string Source([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
