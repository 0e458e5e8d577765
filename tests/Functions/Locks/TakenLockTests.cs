using System.Net;
using Swarm.Contracts;
using Swarm.Contracts.Json;
using Swarm.Contracts.Locks;
using Swarm.Contracts.Problems;
using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.WorkItems;
using Swarm.Functions.Http;
using Swarm.Functions.Locks;
using Swarm.Tests.Functions.ControlPlanes;
using Swarm.Tests.Functions.Harness;
using Swarm.Tests.Functions.Patterns;

namespace Swarm.Tests.Functions.Locks;

/// <summary>An administrator takes a lock from whoever holds it, who can do no harm with it any more.</summary>
public sealed class TakenLockTests : IAsyncLifetime
{
    private const string Door = "door";

    private readonly TaskCompletionSource<WorkItem> _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private RunningPlane _running = null!;

    private HttpClient Admin => _running.Plane.Admin;

    public async ValueTask InitializeAsync()
    {
        // Nobody takes the work of a test but its own worker.
        _running = new RunningPlane();
        await _running.InitializeAsync();
    }

    public ValueTask DisposeAsync() => _running.DisposeAsync();

    [Fact]
    public async Task What_ran_is_ended_and_begins_anew_once_its_node_has_the_lock_again()
    {
        await using var worker = await StartAsync();
        var first = (await Admin.RunAsync(Locked("first"))).Summary.Id;
        var held = await _begun.Task.WaitAsync(TimeSpan.FromMinutes(1));
        var second = (await Admin.RunAsync(Locked("second"))).Summary.Id;
        await Admin.WaitForAsync(second, RunEventTypes.NodeWaiting, "only");

        using var released = await ReleaseAsync(first, "Stuck.");
        using var client = _running.Plane.CreateClient(worker.Key);
        using var stale = await client.PostAsync(
            Requests.Route(ApiRoutes.ReportWork, held.Id),
            FakeWorker.Done(held),
            SwarmJsonContext.Default.ReportRequest);
        var refused = await stale.ReadProblemAsync(HttpStatusCode.Conflict);
        using var again = await ReleaseUntilItIsAnothersAsync(first);
        _end.SetResult();
        var other = await Admin.WaitForEndAsync(second);
        var ended = await Admin.WaitForEndAsync(first);

        Assert.Equal(HttpStatusCode.Accepted, released.StatusCode);
        Assert.Equal(ProblemCodes.LeaseLost, refused.Code);
        Assert.Equal((RunStatus.Completed, RunStatus.Completed), (other.Summary.Status, ended.Summary.Status));
        Assert.Equal(["first", "second", "first"], worker.Claimed.Select(item => item.Shell!.Run![0]));
        Assert.Equal(held.Id, worker.Claimed.Last().Id);
        Assert.True(worker.Claimed.Last().Token > held.Token);
        Assert.Equal(1, ended.Node("only").Iterations[0].Attempts);
        var told = Assert.Single(await Admin.EventsAsync(first), told => told.Type == RunEventTypes.LockReleased);
        Assert.Equal((Door, "Stuck."), (
            told.Data!.Value.GetProperty("lock").GetString(), told.Data.Value.GetProperty("reason").GetString()));
        Assert.NotEmpty(told.Data.Value.GetProperty("by").GetString()!);
    }

    [Fact]
    public async Task What_waits_for_a_worker_gives_it_on_as_well()
    {
        var first = (await Admin.RunAsync(Locked("first"))).Summary.Id;
        await Admin.WaitForAsync(first, RunEventTypes.NodeQueued, "only");
        var second = (await Admin.RunAsync(Locked("second"))).Summary.Id;
        await Admin.WaitForAsync(second, RunEventTypes.NodeWaiting, "only");

        using var released = await ReleaseAsync(first);
        await Admin.WaitForAsync(second, RunEventTypes.NodeQueued, "only");
        _begun.SetResult(null!);
        _end.SetResult();
        await using var worker = await StartAsync();
        await Admin.WaitForEndAsync(second);
        await Admin.WaitForEndAsync(first);

        Assert.Equal(["second", "first"], worker.Claimed.Select(item => item.Shell!.Run![0]));
    }

    [Fact]
    public async Task A_lock_that_nobody_holds_cannot_be_taken()
    {
        using var refused = await ReleaseAsync("none");

        await refused.ReadProblemAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Work_that_took_it_in_its_middle_loses_its_lease_first()
    {
        await using var app = new TestApp();
        var worker = await app.JoinAsync("machine-1");
        await app.DispatchAsync(Work.Spec() with { CanLoseLocks = true });
        var one = await app.TakeAsync(worker);
        Assert.True((await AskAsync(app, worker, one)).IsHeld);

        var held = await app.Get<LockTaking>().TakeAsync(
            Door,
            new ReleaseLockRequest { RunId = one.RunId, Node = one.Node },
            "admin",
            app.Engine,
            CancellationToken.None);

        Assert.Equal(one.Node, held.Node);
        Assert.Null(await app.Get<LockStore>().FindHolderAsync(Door, CancellationToken.None));
        var refused = await Assert.ThrowsAsync<ApiProblemException>(() => AskAsync(app, worker, one));
        Assert.Equal(ProblemCodes.LeaseLost, refused.Body.Code);
        Assert.True((await app.TakeAsync(worker)).Token > one.Token);
    }

    private static string Locked(string command) => $$"""
        version: 1
        name: locked
        nodes:
          only: { run: [{{command}}], locks: {{Door}} }
        """;

    private static Task<WorkLockResponse> AskAsync(TestApp app, string worker, WorkItem item) =>
        app.Get<WorkLocking>().ChangeAsync(
            worker,
            item.Id,
            new WorkLockRequest { RunId = item.RunId, Token = item.Token, Name = Door },
            app.Engine,
            CancellationToken.None);

    /// <summary>A worker that never ends what it has begun first.</summary>
    private Task<FakeWorker> StartAsync() => FakeWorker.StartAsync(_running.Plane, async (item, cancellation) =>
    {
        await (_begun.TrySetResult(item)
            ? Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation)
            : _end.Task.WaitAsync(cancellation));
        return FakeWorker.Done(item);
    });

    private Task<HttpResponseMessage> ReleaseAsync(string runId, string reason = "") => Admin.PostAsync(
        ApiRoutes.ReleaseLock.Replace("{name}", Door, StringComparison.Ordinal),
        $$"""{ "runId": "{{runId}}", "node": "only", "reason": "{{reason}}" }""");

    /// <summary>A request that comes once more is no danger to who has the lock by then.</summary>
    private async Task<HttpResponseMessage> ReleaseUntilItIsAnothersAsync(string runId)
    {
        while (true)
        {
            var answer = await ReleaseAsync(runId);
            if (answer.StatusCode == HttpStatusCode.Conflict)
            {
                return answer;
            }

            answer.Dispose();
        }
    }
}
