using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Swarm.Contracts;
using Swarm.Contracts.Json;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.Workers;
using Swarm.Contracts.WorkItems;

namespace Swarm.Tests.Functions.ControlPlanes;

/// <summary>A worker that speaks the API as the agent does and makes up its results.</summary>
internal sealed class FakeWorker : IAsyncDisposable
{
    private static readonly SwarmJsonContext s_json = SwarmJsonContext.Default;

    private static readonly TimeSpan s_beat = TimeSpan.FromSeconds(10);

    private readonly HttpClient _client;
    private readonly string _key;
    private readonly Func<WorkItem, CancellationToken, Task<ReportRequest>> _work;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, long> _held = new();
    private readonly Task[] _slots;
    private readonly Task _beats;
    private readonly int _pollSeconds;
    private readonly IReadOnlyList<string> _tools;
    private volatile bool _drains;

    private FakeWorker(
        ControlPlane plane,
        string key,
        Func<WorkItem, CancellationToken, Task<ReportRequest>> work,
        int slots,
        int pollSeconds,
        IReadOnlyList<string> tools,
        bool beats = false)
    {
        _tools = tools;
        _pollSeconds = pollSeconds;
        _client = plane.CreateClient(key);
        _key = key;
        _work = work;
        _slots = [.. Enumerable.Range(0, slots).Select(_ => Task.Run(WorkAsync))];
        _beats = beats ? Task.Run(BeatAsync) : Task.CompletedTask;
    }

    /// <summary>Its key.</summary>
    public string Key => _key;

    /// <summary>Everything that it has claimed, in order.</summary>
    public ConcurrentQueue<WorkItem> Claimed { get; } = new();

    /// <summary>Joins a worker whose work is done at once.</summary>
    public static Task<FakeWorker> StartAsync(
        ControlPlane plane,
        Func<WorkItem, ReportRequest> work,
        int slots = 2,
        int pollSeconds = 20,
        IReadOnlyList<string>? tools = null) =>
        StartAsync(plane, (item, _) => Task.FromResult(work(item)), slots, pollSeconds, tools);

    public static async Task<FakeWorker> StartAsync(
        ControlPlane plane,
        Func<WorkItem, CancellationToken, Task<ReportRequest>> work,
        int slots = 2,
        int pollSeconds = 20,
        IReadOnlyList<string>? tools = null,
        FakeMachine? machine = null)
    {
        tools ??= ["shell"];
        machine ??= new FakeMachine("machine-1");
        using var made = await plane.Admin.PostAsync(ApiRoutes.JoinTokens, "{}");
        var token = await made.ReadAsync(s_json.CreateJoinTokenResponse);
        var request = new JoinRequest
        {
            Token = token.Token,
            MachineId = machine.Name,
            Name = machine.Name,
            Tools = tools,
            Slots = slots,
            Profile = machine.Profile,
        };
        using var joined = await plane.Admin.PostAsync(ApiRoutes.JoinWorker, request, s_json.JoinRequest);
        var worker = await joined.ReadAsync(s_json.JoinResponse);
        using var client = plane.CreateClient(worker.Key);
        using var heartbeat = await client.PostAsync(
            ApiRoutes.Heartbeat, new HeartbeatRequest { Sequence = 1 }, s_json.HeartbeatRequest);
        await heartbeat.ReadAsync(s_json.HeartbeatResponse);
        if (machine.IsTrusted)
        {
            using var content = new StringContent("""{ "trusted": true }""", Encoding.UTF8, "application/json");
            using var trusted = await plane.Admin.PatchAsync(
                new Uri(Requests.Route(ApiRoutes.Worker, worker.WorkerId), UriKind.Relative), content);
            await trusted.ReadAsync(s_json.WorkerDetail);
        }

        return new FakeWorker(plane, worker.Key, work, slots, pollSeconds, tools, machine.Beats);
    }

    /// <summary>The same worker, which has outlived a control plane and goes on with the next.</summary>
    public FakeWorker MoveTo(ControlPlane plane, Func<WorkItem, ReportRequest> work) =>
        new(plane, _key, (item, _) => Task.FromResult(work(item)), slots: 1, _pollSeconds, _tools);

    /// <summary>Takes nothing more and waits until what it holds is reported; a poll under way is waited for.</summary>
    public async Task DrainAsync()
    {
        _drains = true;
        await Task.WhenAll(_slots);
    }

    public async Task ReportAsync(WorkItem item, ReportRequest report)
    {
        using var reported = await SendAsync(
            Requests.Route(ApiRoutes.ReportWork, item.Id), report, s_json.ReportRequest);
        await reported.ReadAsync(s_json.ReportResponse);
    }

    /// <summary>What a command that printed this would lead to.</summary>
    public static ReportRequest Done(WorkItem item, int exitCode = 0, string stdout = "", string? commit = null) =>
        Report(item, WorkItemOutcome.Completed) with { ExitCode = exitCode, Stdout = stdout, Commit = commit };

    public static ReportRequest Failed(WorkItem item, string reason) =>
        Report(item, WorkItemOutcome.Failed) with { ExitCode = 2, Reason = reason };

    /// <summary>Waits, as the agent does, until the control plane asks to cancel the work item.</summary>
    public async Task<ReportRequest> WaitForCancelAsync(WorkItem item, CancellationToken cancellation)
    {
        var held = new HeartbeatRequest { Sequence = 2, Held = [new HeldWorkItem(item.Id, item.Token)] };
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            using var response = await _client.PostAsync(ApiRoutes.Control, held, s_json.HeartbeatRequest);
            if ((await response.ReadAsync(s_json.ControlResponse)).Cancel.Contains(item.Id))
            {
                return Report(item, WorkItemOutcome.Cancelled);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll([.. _slots, _beats]);
        _client.Dispose();
        _stop.Dispose();
    }

    private static ReportRequest Report(WorkItem item, WorkItemOutcome outcome) =>
        new() { RunId = item.RunId, Token = item.Token, Outcome = outcome };

    private async Task WorkAsync()
    {
        try
        {
            while (!_drains && !_stop.IsCancellationRequested)
            {
                if (await TakeAsync() is { } item)
                {
                    Claimed.Enqueue(item);
                    _held[item.Id] = item.Token;
                    await ReportAsync(item, await _work(item, _stop.Token));
                    _held.TryRemove(item.Id, out _);
                }
            }
        }
        catch (Exception exception) when (_stop.IsCancellationRequested && exception is not Xunit.Sdk.XunitException)
        {
            // Told to stop in the middle of a request.
        }
    }

    private async Task BeatAsync()
    {
        using var timer = new PeriodicTimer(s_beat);
        try
        {
            for (var sequence = 2; await timer.WaitForNextTickAsync(_stop.Token); sequence++)
            {
                var held = _held.Select(item => new HeldWorkItem(item.Key, item.Value)).ToList();
                using var beaten = await SendAsync(
                    ApiRoutes.Heartbeat,
                    new HeartbeatRequest { Sequence = sequence, Held = held },
                    s_json.HeartbeatRequest);
                await beaten.ReadAsync(s_json.HeartbeatResponse);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Told to stop.
        }
    }

    private async Task<WorkItem?> TakeAsync()
    {
        var poll = new PollRequest { Tools = _tools, WaitSeconds = _pollSeconds };
        using var polled = await SendAsync(ApiRoutes.PollWork, poll, s_json.PollRequest);
        if (polled.StatusCode == HttpStatusCode.NoContent)
        {
            return null;
        }

        var pointer = await polled.ReadAsync(s_json.WorkItemPointer);
        using var claimed = await SendAsync(
            Requests.Route(ApiRoutes.ClaimWork, pointer.WorkItemId),
            new ClaimRequest(pointer.RunId, pointer.Receipt),
            s_json.ClaimRequest);
        return claimed.StatusCode == HttpStatusCode.Conflict ? null : await claimed.ReadAsync(s_json.WorkItem);
    }

    private Task<HttpResponseMessage> SendAsync<T>(
        string address, T body, JsonTypeInfo<T> type)
    {
        var content = new StringContent(
            JsonSerializer.Serialize(body, type), Encoding.UTF8, "application/json");
        return _client.PostAsync(new Uri(address, UriKind.Relative), content, _stop.Token);
    }
}
