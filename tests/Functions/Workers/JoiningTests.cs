using Swarm.Contracts.Problems;
using Swarm.Contracts.Workers;
using Swarm.Functions.Http;
using Swarm.Functions.Storage;
using Swarm.Functions.Workers;
using Swarm.Tests.Functions.Harness;

namespace Swarm.Tests.Functions.Workers;

public sealed class JoiningTests
{
    [Fact]
    public async Task A_token_lets_one_machine_in_and_no_other()
    {
        await using var app = new TestApp();
        var token = await TokenAsync(app);
        await JoinAsync(app, token, "machine-1");

        var refused = await Assert.ThrowsAsync<ApiProblemException>(() => JoinAsync(app, token, "machine-2"));

        Assert.Equal(ProblemCodes.Unauthenticated, refused.Body.Code);
    }

    [Fact]
    public async Task A_machine_whose_answer_was_lost_joins_with_the_same_token_until_its_key_was_used()
    {
        await using var app = new TestApp();
        var token = await TokenAsync(app);
        var lost = await JoinAsync(app, token, "machine-1");

        var joined = await JoinAsync(app, token, "machine-1");
        Assert.Equal(lost.WorkerId, joined.WorkerId);
        Assert.Null(await FindAsync(app, lost.Key));
        Assert.Equal(joined.WorkerId, await FindAsync(app, joined.Key));
        await app.BeatAsync(joined.WorkerId);

        await Assert.ThrowsAsync<ApiProblemException>(() => JoinAsync(app, token, "machine-1"));
        Assert.Equal(joined.WorkerId, await FindAsync(app, joined.Key));
    }

    [Fact]
    public Task A_join_that_a_crash_cuts_off_is_ended_by_the_same_request() => Harness.Runs.ForEachCrashAsync(
        TokenAsync,
        (app, token) => JoinAsync(app, token, "machine-1"),
        async (app, token) =>
        {
            var joined = await JoinAsync(app, token, "machine-1");
            await app.BeatAsync(joined.WorkerId);

            Assert.Equal(joined.WorkerId, await FindAsync(app, joined.Key));
            Assert.Single(await app.Get<WorkerStore>().ListAsync(null, 10, CancellationToken.None));
            await Assert.ThrowsAsync<ApiProblemException>(() => JoinAsync(app, token, "machine-1"));
            await Assert.ThrowsAsync<ApiProblemException>(() => JoinAsync(app, token, "machine-2"));
        });

    [Fact]
    public async Task A_machine_that_joins_again_keeps_its_worker_and_its_old_key_ends()
    {
        await using var app = new TestApp();
        var first = await JoinAsync(app, await TokenAsync(app), "machine-1");
        await app.BeatAsync(first.WorkerId);

        app.Clock.Advance(TimeSpan.FromDays(1));
        var second = await JoinAsync(app, await TokenAsync(app), "machine-1");

        Assert.Equal(first.WorkerId, second.WorkerId);
        Assert.Null(await FindAsync(app, first.Key));
        Assert.Equal(second.WorkerId, await FindAsync(app, second.Key));
        Assert.Single(await app.Get<WorkerStore>().ListAsync(null, 10, CancellationToken.None));
    }

    [Fact]
    public async Task A_worker_that_starts_with_other_tools_and_slots_is_listed_with_them()
    {
        await using var app = new TestApp();
        var worker = await app.JoinAsync();
        var beats = app.Get<WorkerHeartbeats>();
        var told = new HeartbeatRequest { ProcessId = "life 2", Sequence = 1, Tools = ["noop"], Slots = 8 };

        await beats.BeatAsync(worker, told, app.Engine, CancellationToken.None);
        await beats.BeatAsync(
            worker, new HeartbeatRequest { ProcessId = "life 2", Sequence = 2 }, app.Engine, CancellationToken.None);

        var listed = Assert.Single(await app.Get<WorkerStore>().ListAsync(null, 10, CancellationToken.None));
        Assert.Equal(["noop"], listed.Tools);
        Assert.Equal(8, listed.Slots);
    }

    [Fact]
    public async Task Tools_and_slots_of_a_heartbeat_are_checked_as_those_of_a_join()
    {
        await using var app = new TestApp();
        var worker = await app.JoinAsync();
        var wrong = new HeartbeatRequest { Sequence = 1, Tools = ["No tool"], Slots = 65 };

        var refused = await Assert.ThrowsAsync<ApiProblemException>(
            () => app.Get<WorkerHeartbeats>().BeatAsync(worker, wrong, app.Engine, CancellationToken.None));

        Assert.Equal(["/slots", "/tools/0"], refused.Body.Errors!.Keys.Order());
    }

    [Fact]
    public async Task Expired_tokens_are_cleared_away_some_at_a_time_and_others_stay()
    {
        await using var app = new TestApp();
        for (var number = 0; number <= JoinTokens.MaxPerSweep; number++)
        {
            await TokenAsync(app);
        }

        await JoinAsync(app, await TokenAsync(app), "machine-1");
        app.Clock.Advance(TimeSpan.FromMinutes(30));
        var later = await TokenAsync(app);
        app.Clock.Advance(TimeSpan.FromMinutes(31));

        await app.SweepAsync();
        Assert.Equal(3, await CountAsync(app));
        await app.SweepAsync();
        Assert.Equal(1, await CountAsync(app));

        Assert.NotNull((await JoinAsync(app, later, "machine-2")).Key);
    }

    [Fact]
    public async Task A_token_that_a_later_join_has_overtaken_takes_no_key_away()
    {
        await using var app = new TestApp();
        var old = await TokenAsync(app);
        await JoinAsync(app, old, "machine-1");
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        var current = await JoinAsync(app, await TokenAsync(app), "machine-1");

        await Assert.ThrowsAsync<ApiProblemException>(() => JoinAsync(app, old, "machine-1"));

        Assert.Equal(current.WorkerId, await FindAsync(app, current.Key));
    }

    [Fact]
    public async Task A_token_ends_after_an_hour()
    {
        await using var app = new TestApp();
        var inTime = await TokenAsync(app);
        app.Clock.Advance(TimeSpan.FromMinutes(59));
        await JoinAsync(app, inTime, "machine-1");

        var late = await TokenAsync(app);
        app.Clock.Advance(TimeSpan.FromMinutes(60));
        await Assert.ThrowsAsync<ApiProblemException>(() => JoinAsync(app, late, "machine-2"));
    }

    [Fact]
    public async Task A_join_that_a_crash_cuts_off_anywhere_is_ended_by_the_same_request()
    {
        for (var writes = 0; ; writes++)
        {
            Assert.True(writes < 10, "A join writes more than ten times.");
            await using var app = new TestApp();
            var token = await TokenAsync(app);
            app.Crash.Arm(writes);
            try
            {
                await JoinAsync(app, token, "machine-1");
            }
            catch (CrashException)
            {
                // As planned.
            }

            var hasCrashed = app.Crash.HasCrashed;
            app.Crash.Restart();
            var joined = await JoinAsync(app, token, "machine-1");

            Assert.Equal(joined.WorkerId, await FindAsync(app, joined.Key));
            Assert.Single(await app.Get<WorkerStore>().ListAsync(null, 10, CancellationToken.None));
            if (!hasCrashed)
            {
                return;
            }
        }
    }

    [Fact]
    public async Task Everything_that_is_wrong_with_a_request_is_told_at_once_by_field()
    {
        await using var app = new TestApp();
        var request = new JoinRequest
        {
            Token = "",
            MachineId = "no/slash",
            Name = " ",
            Tools = ["shell", "Not A Tool"],
            Slots = 65,
        };

        var refused = await Assert.ThrowsAsync<ApiProblemException>(
            () => app.Get<WorkerJoining>().JoinAsync(request, CancellationToken.None));

        Assert.Equal(422, refused.Body.Status);
        Assert.Equal(["/machineId", "/name", "/slots", "/token", "/tools/1"], refused.Body.Errors!.Keys.Order());
    }

    private static async Task<int> CountAsync(TestApp app) =>
        (await app.Get<SwarmTables>().Credentials.QueryAsync(
            Filters.Partition("join-token"), 1000, CancellationToken.None)).Count;

    private static async Task<string> TokenAsync(TestApp app) =>
        (await app.Get<JoinTokens>().CreateAsync(CancellationToken.None)).Token;

    private static Task<JoinResponse> JoinAsync(TestApp app, string token, string machine) =>
        app.Get<WorkerJoining>().JoinAsync(
            new JoinRequest { Token = token, MachineId = machine, Name = "A machine", Tools = ["shell"] },
            CancellationToken.None);

    private static async Task<string?> FindAsync(TestApp app, string key) =>
        (await app.Get<WorkerKeys>().FindAsync(key, CancellationToken.None))?.Id;
}
