using System.Text;
using System.Text.Json;
using Swarm.Contracts.Checkpoints;
using Swarm.Contracts.Content;
using Swarm.Contracts.Json;
using Swarm.Contracts.Locks;
using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.Workers;
using Swarm.Contracts.WorkItems;
using Swarm.Core.Workflows;
using Swarm.Durable.Client;
using Swarm.Functions.Checkpoints;
using Swarm.Functions.Content;
using Swarm.Functions.Control;
using Swarm.Functions.DeadLetters;
using Swarm.Functions.Http;
using Swarm.Functions.Locks;
using Swarm.Functions.Runs;
using Swarm.Functions.Signals;
using Swarm.Functions.Storage;
using Swarm.Functions.Workers;
using Swarm.Functions.Workflows;
using Swarm.Functions.WorkItems;
using Swarm.Functions.WorkLogs;

namespace Swarm.Tests.Functions.Crashes;

/// <summary>
/// A person and a worker who live through the end of a control plane. Each repeats what was not answered, as command
/// line and worker agent do, and notes what it did.
/// </summary>
internal sealed class CrashScript(MortalPlane plane, string workerId)
{
    private const string ProcessId = "one life";

    private long _heartbeats;

    public MortalPlane Plane => plane;

    public string RunId { get; private set; } = "";

    /// <summary>The work that the worker did, in order.</summary>
    public List<string> Done { get; } = [];

    /// <summary>Stores a workflow and starts a run of it.</summary>
    public async Task StartRunAsync(string source, Dictionary<string, JsonElement>? inputs = null)
    {
        var definition = WorkflowParser.Parse(source).Definition!;
        var workflow = await plane.AskAsync(cancellation =>
            plane.Get<WorkflowStore>().SaveAsync(definition, source, cancellation));
        var request = new ExecuteWorkflowRequest { Inputs = inputs ?? [] };
        var run = await plane.AskAsync(async cancellation =>
        {
            // Whoever had no answer looks whether the run is there before asking for another.
            var (known, _) = await plane.Get<RunStore>().ListAsync(null, null, 10, cancellation);
            return known.Count > 0
                ? known[0]
                : await plane.Get<RunStarting>().ExecuteAsync(
                    workflow.Stored.Head.Id, request, plane.Engine, cancellation);
        });
        RunId = run.Id;
    }

    /// <summary>Polls and claims until there is something to do.</summary>
    public async Task<WorkItem> TakeAsync()
    {
        await BeatAsync();
        while (true)
        {
            var poll = new PollRequest { Tools = ["shell"], WaitSeconds = 25 };
            var pointer = await plane.AskAsync(cancellation =>
                plane.Get<WorkItemPolling>().PollAsync(workerId, poll, cancellation));
            Assert.NotNull(pointer);
            try
            {
                var request = new ClaimRequest(pointer.RunId, pointer.Receipt, ProcessId);
                return await plane.AskAsync(cancellation =>
                    plane.Get<WorkItemClaims>().ClaimAsync(workerId, pointer.WorkItemId, request, cancellation));
            }
            catch (ApiProblemException)
            {
                // A pointer of which there was one too many.
            }
        }
    }

    /// <summary>Does a work item: lives, prints, reports.</summary>
    public async Task DoAsync(WorkItem item, ReportRequest report)
    {
        await BeatAsync(item);
        var line = new LogLine(plane.Clock.GetUtcNow(), "stdout", "at work");
        var chunk = new LogChunk { RunId = item.RunId, Token = item.Token, First = 1, Lines = [line] };
        await plane.AskAsync(cancellation => plane.Get<WorkLogStore>().AppendAsync(item.Id, chunk, cancellation));
        Done.Add(item.Id[RunId.Length..]);
        await plane.AskAsync(cancellation => plane.Get<WorkItemReports>().ReportAsync(
            workerId, item.Id, report, plane.Engine, cancellation));
        await BeatAsync();
    }

    /// <summary>Stores what was printed, as the worker does before it reports.</summary>
    public async Task<ContentReference> StoreAsync(string output)
    {
        var value = Encoding.UTF8.GetBytes(output);
        var hash = ContentHash.Of(value);
        await plane.AskAsync(async cancellation =>
        {
            using var content = new MemoryStream(value);
            await plane.Get<ContentValues>().PutAsync(hash, content, cancellation);
            return true;
        });
        return ContentReference.Of(hash.Text, value.Length);
    }

    public static ReportRequest Report(
        WorkItem item, string stdout = "", WorkItemOutcome outcome = WorkItemOutcome.Completed) => new()
    {
        RunId = item.RunId,
        Token = item.Token,
        Outcome = outcome,
        ExitCode = outcome == WorkItemOutcome.Completed ? 0 : 1,
        Stdout = stdout,
    };

    public Task BeatAsync(params WorkItem[] held)
    {
        return plane.AskAsync(cancellation =>
        {
            var heartbeat = new HeartbeatRequest
            {
                Sequence = ++_heartbeats,
                ProcessId = ProcessId,
                Held = [.. held.Select(item => new HeldWorkItem(item.Id, item.Token))],
            };
            return plane.Get<WorkerHeartbeats>().BeatAsync(workerId, heartbeat, plane.Engine, cancellation);
        });
    }

    /// <summary>Lists a work item once and then no more, until that has ended its lease.</summary>
    public async Task LoseAsync(WorkItem item)
    {
        await BeatAsync(item);
        await BeatAsync();
        await WaitForLossAsync(item);
    }

    /// <summary>Replays the work that is parked.</summary>
    public async Task ReplayAsync()
    {
        var (parked, _) = await plane.AskAsync(cancellation =>
            plane.Get<DeadLetterStore>().ListAsync(_ => true, after: null, limit: 10, cancellation));
        await plane.AskAsync(cancellation => plane.Get<DeadLetterSettling>().ReplayAsync(
            Assert.Single(parked).Id, "somebody", plane.Engine, cancellation));
    }

    /// <summary>Has the run ask before a node begins.</summary>
    public Task OpenCheckpointAsync(string node) => plane.AskAsync(cancellation =>
        plane.Get<CheckpointRequesting>().OpenAsync(
            RunId,
            new OpenCheckpointRequest { Message = "Well?", Node = node, Key = "one" },
            "somebody",
            plane.Engine,
            cancellation));

    /// <summary>Waits until somebody is asked, and approves.</summary>
    public Task ApproveAsync() => AnswerAsync(CheckpointStatus.Approved);

    /// <summary>Waits until somebody is asked, and answers.</summary>
    public async Task AnswerAsync(CheckpointStatus decision)
    {
        CheckpointDocument? open = null;
        while (open is null)
        {
            var (found, _) = await plane.AskAsync(cancellation =>
                plane.Get<CheckpointAnswering>().ListAsync(
                    new CheckpointFilter(CheckpointStatus.Open), after: null, limit: 10, cancellation));
            open = found.Count > 0 ? found[0] : null;
        }

        await plane.AskAsync(cancellation => plane.Get<CheckpointAnswering>().AnswerAsync(
            open.Id, decision, new AnswerCheckpointRequest { Feedback = "So." }, plane.Engine, cancellation));
    }

    /// <summary>
    /// Sends the run an event once a node waits for it, and only once: whoever had no answer looks whether it has
    /// arrived.
    /// </summary>
    public async Task SendAsync(string name, string node)
    {
        await WaitForNodeAsync(node);
        await plane.AskAsync(cancellation => SendAsync(name, cancellation));
    }

    /// <summary>Waits until a node has begun.</summary>
    public async Task WaitForNodeAsync(string node)
    {
        IReadOnlyDictionary<string, NodeDocument> begun = new Dictionary<string, NodeDocument>();
        while (!begun.ContainsKey(node))
        {
            begun = await plane.AskAsync(cancellation => plane.Get<RunStore>().NodesAsync(RunId, cancellation));
        }
    }

    private async Task<bool> SendAsync(string name, CancellationToken cancellation)
    {
        var type = SignalsJsonContext.Default.SignalDocument;
        var known = await plane.Get<SwarmTables>().Runs.FindAsync(
            RunId, SignalRows.Signal(name), type, cancellation);
        if (known is null or { Document.Sent: 0 })
        {
            await plane.Get<SignalSending>().SendAsync(
                RunId, new SignalRequest(name, JsonElement.Parse("7")), plane.Engine, cancellation);
        }

        return true;
    }

    public Task CancelAsync() => plane.AskAsync(cancellation =>
        plane.Get<RunCancelling>().CancelAsync(RunId, "Enough.", plane.Engine, cancellation));

    public Task PauseAsync() => plane.AskAsync(cancellation =>
        plane.Get<RunPausing>().PauseAsync(RunId, "A break.", plane.Engine, cancellation));

    public Task ResumeAsync() => plane.AskAsync(cancellation =>
        plane.Get<RunPausing>().ResumeAsync(RunId, reason: null, plane.Engine, cancellation));

    public Task StopAsync() => plane.AskAsync(cancellation =>
        plane.Get<RunCancelling>().StopAsync(RunId, "A break.", plane.Engine, cancellation));

    /// <summary>Retries the run's first attempt.</summary>
    public Task RetryAsync() => plane.AskAsync(cancellation => plane.Get<RunRetrying>().RetryAsync(
        RunId, new RetryRunRequest { Attempt = 1 }, plane.Engine, cancellation));

    /// <summary>Runs a node of the run's first attempt again, with other input.</summary>
    public Task RerunAsync(string node, string name, string value) => plane.AskAsync(cancellation =>
        plane.Get<RunRetrying>().RerunAsync(
            RunId,
            new RerunRequest
            {
                Attempt = 1,
                Node = node,
                Input = new Dictionary<string, JsonElement> { [name] = JsonElement.Parse($"\"{value}\"") },
            },
            plane.Engine,
            cancellation));

    /// <summary>Says something to the run.</summary>
    public Task DirectAsync(string text) => plane.AskAsync(cancellation => plane.Get<RunDirecting>().GiveAsync(
        RunId, new DirectiveRequest { Text = text, Key = text }, "somebody", cancellation));

    /// <summary>What was said since the work item was claimed.</summary>
    public Task<IReadOnlyList<string>> HearAsync(WorkItem item) => plane.AskAsync(cancellation =>
        plane.Get<WorkDirecting>().HearAsync(
            workerId,
            item.Id,
            new HearDirectivesRequest { RunId = RunId, Token = item.Token, Heard = item.Directives.Count },
            cancellation));

    /// <summary>
    /// Takes a lock from the node that holds it, and only once: whoever had no answer looks whether the run tells it.
    /// </summary>
    public Task TakeLockAsync(string name, string node) => plane.AskAsync(async cancellation =>
    {
        var filter = Filters.Prefix(RunId, RunRows.EventPrefix);
        var rows = await plane.Get<SwarmTables>().Runs.QueryAsync(filter, 1000, cancellation);
        var isTold = rows
            .Select(row => Documents.Read(row, SwarmJsonContext.Default.RunEvent))
            .Any(told => told.Type == RunEventTypes.LockReleased);
        if (!isTold)
        {
            var request = new ReleaseLockRequest { RunId = RunId, Node = node };
            await plane.Get<LockTaking>().TakeAsync(name, request, "somebody", plane.Engine, cancellation);
        }

        return isTold;
    });

    /// <summary>Lets the worker be silent until its lease on a work item has ended.</summary>
    public async Task WaitForLossAsync(WorkItem item)
    {
        const int moreThanEnough = 10;
        for (var sweeps = 0; sweeps < moreThanEnough; sweeps++)
        {
            var known = await plane.AskAsync(cancellation =>
                plane.Get<WorkItemStore>().FindAsync(RunId, item.Id, cancellation));
            if (known!.Lease.Status != WorkItemStatus.Claimed)
            {
                return;
            }

            plane.Clock.Leap(TimeSpan.FromSeconds(65));
            await plane.SweepAsync();
        }

        Assert.Fail($"The lease on {item.Id} never ended.");
    }

    public Task<OrchestrationMetadata> WaitForEndAsync(int attempt = 1) => plane.AskAsync(cancellation =>
        plane.Engine.WaitForInstanceCompletionAsync($"{RunId}~{attempt}", getInputsAndOutputs: false, cancellation));
}
