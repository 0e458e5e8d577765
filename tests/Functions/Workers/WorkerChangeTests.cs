using System.Net;
using System.Text.Json;
using Swarm.Contracts.Json;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.Workers;
using Swarm.Functions.Http;
using Swarm.Core.Queues;
using Swarm.Functions.Queues;
using Swarm.Functions.Security;
using Swarm.Functions.Workers;
using Swarm.Tests.Functions.Harness;

namespace Swarm.Tests.Functions.Workers;

/// <summary>What people do with workers, and who may.</summary>
public sealed class WorkerChangeTests
{
    private static readonly Caller Admin = new(Role.Admin, "admin");
    private static readonly Caller Ada = new(Role.Developer, "ada");
    private static readonly Caller Ben = new(Role.Developer, "ben");

    [Fact]
    public async Task A_revoked_worker_loses_its_key_and_its_leases_at_once()
    {
        await using var app = new TestApp();
        var (worker, key) = await JoinAsync(app);
        await app.DispatchAsync();
        var item = await app.TakeAsync(worker);
        await app.BeatAsync(worker, item.Held());

        await app.Get<WorkerChanging>().RevokeAsync(worker, Admin, app.Engine, CancellationToken.None);

        Assert.Null(await app.Get<WorkerKeys>().FindAsync(key, CancellationToken.None));
        Assert.Equal(WorkItemStatus.Queued, (await app.ReadAsync()).Lease.Status);
        var refused = await Assert.ThrowsAsync<ApiProblemException>(() => app.ReportAsync(worker, item));
        Assert.Equal("lease_lost", refused.Body.Code);
    }

    [Fact]
    public async Task The_queues_of_a_revoked_worker_are_removed_wherever_a_crash_comes() =>
        await Harness.Runs.ForEachCrashAsync(
            async app =>
            {
                var (worker, _) = await JoinAsync(app);
                await app.Get<IWorkQueues>().SendAsync(QueueNames.OfWorker(worker), "a pointer", default);
                return worker;
            },
            (app, worker) => app.Get<WorkerChanging>().RevokeAsync(worker, Admin, app.Engine, default),
            async (app, worker) =>
            {
                await app.PassAsync(TimeSpan.FromSeconds(20));
                var isRevoked = (await app.Get<WorkerStore>().FindAsync(worker, default))!.Document.Revoked;
                var left = await app.Get<IWorkQueues>().ListAsync(QueueNames.OfWorker(worker), 10, default);
                Assert.Equal(isRevoked ? 0 : 1, left.Count);
            });

    [Fact]
    public async Task A_crash_while_a_worker_is_revoked_leaves_no_lease_behind() =>
        await Harness.Runs.ForEachCrashAsync(
            async app =>
            {
                var (worker, key) = await JoinAsync(app);
                await app.DispatchAsync();
                var item = await app.TakeAsync(worker);
                await app.BeatAsync(worker, item.Held());
                return (worker, key);
            },
            (app, known) => app.Get<WorkerChanging>()
                .RevokeAsync(known.worker, Admin, app.Engine, CancellationToken.None),
            async (app, known) =>
            {
                var isRevoked = await app.Get<WorkerKeys>().FindAsync(known.key, CancellationToken.None) is null;
                await app.PassAsync(TimeSpan.FromSeconds(15));
                var item = await app.ReadAsync();

                // Either nothing has happened yet, or all of it.
                Assert.Equal(isRevoked ? WorkItemStatus.Queued : WorkItemStatus.Claimed, item.Lease.Status);
            });

    [Fact]
    public async Task A_revoked_worker_is_not_brought_back_by_a_heartbeat_that_was_on_its_way()
    {
        await using var app = new TestApp();
        var (worker, _) = await JoinAsync(app);
        await app.Get<WorkerChanging>().RevokeAsync(worker, Admin, app.Engine, CancellationToken.None);

        var refused = await Assert.ThrowsAsync<ApiProblemException>(() => app.BeatAsync(worker));

        Assert.Equal("unauthenticated", refused.Body.Code);
        Assert.Equal(WorkerStatus.Offline, (await SummaryAsync(app, worker)).Status);
    }

    [Fact]
    public async Task A_new_join_token_lets_a_revoked_machine_in_again_and_the_old_one_does_not()
    {
        await using var app = new TestApp();
        var token = await app.Get<JoinTokens>().CreateAsync(CancellationToken.None, "ada");
        var worker = (await JoinAsync(app, token.Token)).WorkerId;
        await app.Get<WorkerChanging>().RevokeAsync(worker, Ada, app.Engine, CancellationToken.None);

        await Assert.ThrowsAsync<ApiProblemException>(() => JoinAsync(app, token.Token));
        var again = await JoinAsync(app, (await app.Get<JoinTokens>().CreateAsync(default, "ada")).Token);

        Assert.Equal(worker, again.WorkerId);
        Assert.False((await SummaryAsync(app, worker)).Revoked);
    }

    [Fact]
    public async Task Nobody_takes_over_anothers_worker_by_the_id_of_its_machine()
    {
        await using var app = new TestApp();
        var worker = (await JoinAsync(app, await TokenAsync(app, "ada"))).WorkerId;
        var changing = app.Get<WorkerChanging>();
        await changing.ChangeAsync(worker, new() { Trusted = true }, null, Admin, default);

        var refused = await Assert.ThrowsAsync<ApiProblemException>(
            async () => await JoinAsync(app, await TokenAsync(app, "ben")));
        Assert.Equal("conflict", refused.Body.Code);

        // Once its owner has let it go, the machine may come back as somebody else's, and nobody trusts that one yet.
        await changing.RevokeAsync(worker, Ada, app.Engine, default);
        await JoinAsync(app, await TokenAsync(app, "ben"));
        var summary = await SummaryAsync(app, worker);
        Assert.Equal(("ben", false), (summary.Owner, summary.Trusted));
    }

    [Fact]
    public async Task What_people_said_of_a_worker_stays_when_it_joins_again()
    {
        await using var app = new TestApp();
        var worker = (await JoinAsync(app, await TokenAsync(app, "ada"))).WorkerId;
        var change = new ChangeWorkerRequest { Labels = ["gpu"], Trusted = true, Shares = [new("ben")] };
        await app.Get<WorkerChanging>().ChangeAsync(worker, change, null, Admin, default);

        await JoinAsync(app, await TokenAsync(app, "ada"));

        var detail = await DetailAsync(app, worker, Ada);
        Assert.True(detail.Summary.Trusted);
        Assert.Equal(["gpu"], detail.Summary.Labels);
        Assert.Equal([new WorkerShare("ben")], detail.Shares);
    }

    [Fact]
    public async Task A_worker_is_seen_by_its_owner_by_whom_it_is_shared_with_and_by_administrators()
    {
        await using var app = new TestApp();
        var worker = (await JoinAsync(app, await TokenAsync(app, "ada"))).WorkerId;
        var changing = app.Get<WorkerChanging>();

        await DetailAsync(app, worker, Ada);
        await DetailAsync(app, worker, Admin);
        var hidden = await Assert.ThrowsAsync<ApiProblemException>(() => changing.ReadAsync(worker, Ben, default));
        Assert.Equal("not_found", hidden.Body.Code);

        await changing.ChangeAsync(worker, new() { Shares = [new("ben")] }, null, Ada, default);
        await DetailAsync(app, worker, Ben);
        var refused = await Assert.ThrowsAsync<ApiProblemException>(
            () => changing.DrainAsync(worker, Ben, app.Engine, default));
        Assert.Equal("forbidden", refused.Body.Code);

        await changing.ChangeAsync(
            worker, new() { Shares = [new("ben", WorkerShareRole.Owner)] }, null, Ada, default);
        await changing.DrainAsync(worker, Ben, app.Engine, default);
    }

    [Fact]
    public async Task Only_an_administrator_says_which_workers_are_trusted()
    {
        await using var app = new TestApp();
        var worker = (await JoinAsync(app, await TokenAsync(app, "ada"))).WorkerId;
        var changing = app.Get<WorkerChanging>();

        var refused = await Assert.ThrowsAsync<ApiProblemException>(
            () => changing.ChangeAsync(worker, new() { Trusted = true }, null, Ada, default));

        Assert.Equal("forbidden", refused.Body.Code);
        Assert.False((await SummaryAsync(app, worker)).Trusted);
    }

    [Fact]
    public async Task A_change_that_rests_on_an_old_reading_is_refused()
    {
        await using var app = new TestApp();
        var (worker, _) = await JoinAsync(app);
        var changing = app.Get<WorkerChanging>();
        var read = (await SummaryAsync(app, worker)).Revision;
        await changing.ChangeAsync(worker, new() { Labels = ["gpu"] }, read, Admin, default);

        // A heartbeat in between is no change of people's.
        await app.BeatAsync(worker);
        var refused = await Assert.ThrowsAsync<ApiProblemException>(
            () => changing.ChangeAsync(worker, new() { Labels = [] }, read, Admin, default));

        Assert.Equal((412, "changed"), (refused.Body.Status, refused.Body.Code));
        await changing.ChangeAsync(worker, new() { Labels = [] }, read + 1, Admin, default);
    }

    [Theory]
    [InlineData("Not A Label", "/labels/0")]
    [InlineData("", "/labels/0")]
    public async Task A_label_that_cannot_be_one_is_refused_by_name(string label, string pointer)
    {
        await using var app = new TestApp();
        var (worker, _) = await JoinAsync(app);

        var refused = await Assert.ThrowsAsync<ApiProblemException>(
            () => app.Get<WorkerChanging>().ChangeAsync(worker, new() { Labels = [label] }, null, Admin, default));

        Assert.Contains(pointer, refused.Body.Errors!.Keys);
    }

    [Fact]
    public async Task The_list_holds_only_what_the_caller_may_see_and_pages_through_it()
    {
        await using var app = new HttpApp();
        await app.InitializeAsync();
        var keys = app.Get<ApiKeys>();
        var ada = await keys.CreateAsync(Role.Developer, "ada", default);
        var ben = await keys.CreateAsync(Role.Viewer, "ben", default);
        foreach (var machine in new[] { "one", "two", "three" })
        {
            var owner = machine == "two" ? "ben" : "ada";
            var token = await app.Get<JoinTokens>().CreateAsync(default, owner);
            await app.Get<WorkerJoining>().JoinAsync(Request(token.Token, machine), default);
        }

        Assert.Equal(["one"], (await ListAsync(app, ada, "?limit=1")).Items.Select(worker => worker.Name));
        var next = (await ListAsync(app, ada, "?limit=1")).NextCursor;
        Assert.Equal(
            ["three"], (await ListAsync(app, ada, $"?limit=1&cursor={next}")).Items.Select(worker => worker.Name));
        Assert.Equal(["two"], (await ListAsync(app, ben, "")).Items.Select(worker => worker.Name));
        Assert.Equal(3, (await ListAsync(app, await app.AdminKeyAsync(), "")).Items.Count);
    }

    [Fact]
    public async Task A_worker_is_read_changed_and_drained_over_http()
    {
        await using var app = new HttpApp();
        await app.InitializeAsync();
        var admin = await app.AdminKeyAsync();
        var token = await app.Get<JoinTokens>().CreateAsync(default, "ada");
        var joined = await app.Get<WorkerJoining>().JoinAsync(Request(token.Token, "one"), default);
        var path = $"api/v1/workers/{joined.WorkerId}";
        const string heartbeat = "api/v1/workers/me/heartbeat";
        using var beat = await app.SendAsync(HttpMethod.Post, heartbeat, joined.Key, """{ "sequence": 1 }""");

        using var read = await app.SendAsync(HttpMethod.Get, path, admin);
        Assert.Equal("\"1\"", read.Headers.ETag?.Tag);
        using var changed = await app.SendAsync(HttpMethod.Patch, path, admin, """{ "trusted": true }""");
        Assert.True((await ReadAsync(changed)).Summary.Trusted);
        using var drained = await app.SendAsync(HttpMethod.Post, $"{path}/drain", admin);
        Assert.Equal(HttpStatusCode.OK, drained.StatusCode);
        Assert.Equal("It is draining and takes no more work.", (await ReadAsync(drained)).HeldBack);
        using var resumed = await app.SendAsync(HttpMethod.Post, $"{path}/resume", admin);
        Assert.Null((await ReadAsync(resumed)).HeldBack);
        using var revoked = await app.SendAsync(HttpMethod.Post, $"{path}/revoke", admin);
        Assert.True((await ReadAsync(revoked)).Summary.Revoked);
        using var refused = await app.SendAsync(HttpMethod.Post, heartbeat, joined.Key, """{ "sequence": 2 }""");
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    private static async Task<WorkerDetail> ReadAsync(HttpResponseMessage answer) => JsonSerializer.Deserialize(
        await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
        SwarmJsonContext.Default.WorkerDetail)!;

    private static async Task<Contracts.Paging.ListPage<WorkerSummary>> ListAsync(HttpApp app, string key, string query)
    {
        using var answer = await app.SendAsync(HttpMethod.Get, $"api/v1/workers{query}", key);
        return JsonSerializer.Deserialize(
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            SwarmJsonContext.Default.ListPageWorkerSummary)!;
    }

    private static async Task<(string Worker, string Key)> JoinAsync(TestApp app)
    {
        var joined = await JoinAsync(app, await TokenAsync(app, null));
        await app.BeatAsync(joined.WorkerId);
        return (joined.WorkerId, joined.Key);
    }

    private static async Task<string> TokenAsync(TestApp app, string? owner) =>
        (await app.Get<JoinTokens>().CreateAsync(CancellationToken.None, owner)).Token;

    private static Task<JoinResponse> JoinAsync(TestApp app, string token) =>
        app.Get<WorkerJoining>().JoinAsync(Request(token, "machine-1"), CancellationToken.None);

    private static JoinRequest Request(string token, string machine) =>
        new() { Token = token, MachineId = machine, Name = machine, Tools = ["shell"] };

    private static async Task<WorkerDetail> DetailAsync(TestApp app, string worker, Caller caller) =>
        WorkerView.Detail(
            await app.Get<WorkerChanging>().ReadAsync(worker, caller, CancellationToken.None), app.Clock.GetUtcNow());

    private static async Task<WorkerSummary> SummaryAsync(TestApp app, string worker) =>
        (await DetailAsync(app, worker, Admin)).Summary;
}
