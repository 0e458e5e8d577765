using Swarm.Contracts.Statuses;
using Swarm.Contracts.Workers;
using Swarm.Contracts.WorkItems;
using Swarm.Functions.Workers;
using Swarm.Functions.WorkItems;

namespace Swarm.Tests.Functions.Harness;

/// <summary>The usual steps of a work item's life.</summary>
internal static class Work
{
    public const string RunId = "01jqz5f8m3v9k2c7x4b6n1d0ga";
    public const string ItemId = RunId + "~1~build~1~1";

    public static WorkItemSpec Spec(string id = ItemId, string runId = RunId, string tool = "shell") => new()
    {
        Id = id,
        RunId = runId,
        Node = "build",
        Iteration = 1,
        Attempt = 1,
        Tool = tool,
        Timeout = TimeSpan.FromMinutes(5),
        Shell = new ShellWork { Run = ["make"] },
        InstanceId = runId + "~1~build~1",
    };

    public static async Task<string> JoinAsync(this TestApp app, string machine = "machine-1")
    {
        var token = await app.Get<JoinTokens>().CreateAsync(CancellationToken.None);
        var request = new JoinRequest { Token = token.Token, MachineId = machine, Name = machine, Tools = ["shell"] };
        var joined = await app.Get<WorkerJoining>().JoinAsync(request, CancellationToken.None);
        await app.BeatAsync(joined.WorkerId);
        return joined.WorkerId;
    }

    public static Task<HeartbeatResponse> BeatAsync(
        this TestApp app, string workerId, params HeldWorkItem[] held) =>
        app.BeatAsync(workerId, new HeartbeatRequest { Sequence = 1, Held = held });

    public static Task<HeartbeatResponse> BeatAsync(
        this TestApp app, string workerId, HeartbeatRequest heartbeat) =>
        app.Get<WorkerHeartbeats>().BeatAsync(workerId, heartbeat, app.Engine, CancellationToken.None);

    public static async Task<WorkItemStatus> DispatchAsync(this TestApp app, WorkItemSpec? spec = null)
    {
        var dispatched = await app.Get<WorkItemDispatch>().DispatchAsync(spec ?? Spec(), CancellationToken.None);
        return dispatched.Status!.Value;
    }

    /// <summary>Takes the next pointer without waiting; null when the queue is empty.</summary>
    public static Task<WorkItemPointer?> PollAsync(this TestApp app, string workerId) =>
        app.Get<WorkItemPolling>().PollAsync(
            workerId, new PollRequest { Tools = ["shell"], WaitSeconds = 0 }, CancellationToken.None);

    public static Task<WorkItem> ClaimAsync(
        this TestApp app, string workerId, WorkItemPointer pointer, string? processId = null) =>
        app.Get<WorkItemClaims>().ClaimAsync(
            workerId,
            pointer.WorkItemId,
            new ClaimRequest(pointer.RunId, pointer.Receipt, processId),
            CancellationToken.None);

    /// <summary>Polls and claims.</summary>
    public static async Task<WorkItem> TakeAsync(this TestApp app, string workerId, string? processId = null) =>
        await app.ClaimAsync(workerId, (await app.PollAsync(workerId))!, processId);

    public static Task<WorkItemStatus> ReportAsync(
        this TestApp app,
        string workerId,
        WorkItem item,
        WorkItemOutcome outcome = WorkItemOutcome.Completed,
        string stdout = "done",
        string? reason = null) =>
        app.Get<WorkItemReports>().ReportAsync(
            workerId,
            item.Id,
            new ReportRequest
            {
                RunId = item.RunId,
                Token = item.Token,
                Reason = reason,
                Outcome = outcome,
                ExitCode = 0,
                Stdout = stdout,
            },
            app.Engine,
            CancellationToken.None);

    public static async Task<WorkItemDocument> ReadAsync(this TestApp app, string id = ItemId, string runId = RunId) =>
        (await app.Get<WorkItemStore>().FindAsync(runId, id, CancellationToken.None))!;

    public static HeldWorkItem Held(this WorkItem item) => new(item.Id, item.Token);
}
