using Swarm.Contracts.Statuses;
using Swarm.Functions.Leases;
using Swarm.Functions.Workers;
using Swarm.Tests.Functions.Harness;

namespace Swarm.Tests.Functions.Leases;

/// <summary>
/// A control plane that came back after 75 seconds took the work away from a worker that had never stopped: its first
/// sweep was quicker than the worker's first heartbeat. The command was ended shortly before its end and begun again.
/// </summary>
public sealed class ListeningTests
{
    private static readonly TimeSpan LongSleep = TimeSpan.FromHours(8);

    [Fact]
    public void Silence_says_nothing_until_one_process_has_listened_for_the_time_of_a_lease()
    {
        var clock = new FakeClock();
        var listening = Listening.InOneProcess(clock);

        Assert.False(listening.IsSilenceTelling());
        Assert.False(Listen(listening, clock, TimeSpan.FromSeconds(59)));
        Assert.True(Listen(listening, clock, TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void One_of_many_processes_takes_it_that_another_has_listened() =>
        Assert.True(Listening.InManyProcesses(new FakeClock()).IsSilenceTelling());

    [Fact]
    public void Listening_begins_anew_when_the_machine_wakes_up()
    {
        var clock = new FakeClock();
        var listening = Listening.InOneProcess(clock);
        Assert.True(Listen(listening, clock, TimeSpan.FromMinutes(2)));

        clock.Sleep(LongSleep);
        Assert.False(listening.IsSilenceTelling());

        Assert.True(Listen(listening, clock, TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public void Listening_begins_anew_when_the_process_goes_on_after_it_stood_still()
    {
        var clock = new FakeClock();
        var listening = Listening.InOneProcess(clock);
        Assert.True(Listen(listening, clock, TimeSpan.FromMinutes(2)));

        clock.Advance(TimeSpan.FromMinutes(5));
        Assert.False(listening.IsSilenceTelling());

        Assert.True(Listen(listening, clock, TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public void Looks_that_are_always_late_tell_of_silence_all_the_same()
    {
        var clock = new FakeClock();
        var listening = Listening.InOneProcess(clock);

        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.False(listening.IsSilenceTelling());
        clock.Advance(TimeSpan.FromMinutes(1));

        Assert.True(listening.IsSilenceTelling());
    }

    [Fact]
    public void A_clock_that_is_set_right_is_no_sleep()
    {
        var clock = new FakeClock();
        var listening = Listening.InOneProcess(clock);
        Assert.True(Listen(listening, clock, TimeSpan.FromMinutes(2)));

        clock.Sleep(TimeSpan.FromSeconds(5));

        Assert.True(listening.IsSilenceTelling());
    }

    [Fact]
    public async Task A_worker_keeps_its_work_over_a_sleep_if_it_is_heard_soon_after()
    {
        await using var app = new TestApp();
        var worker = await app.JoinAsync();
        await app.DispatchAsync();
        var item = await app.TakeAsync(worker);
        await app.BeatAsync(worker, item.Held());

        app.Clock.Sleep(LongSleep);
        await app.PassAsync(TimeSpan.FromSeconds(55));
        var answer = await app.BeatAsync(worker, item.Held());
        await app.PassAsync(TimeSpan.FromSeconds(55));

        Assert.Empty(answer.Lost);
        Assert.Equal(WorkItemStatus.Claimed, (await app.ReadAsync()).Lease.Status);
    }

    [Fact]
    public async Task A_worker_that_is_not_heard_after_a_sleep_loses_its_work()
    {
        await using var app = new TestApp();
        var worker = await app.JoinAsync();
        await app.DispatchAsync();
        var item = await app.TakeAsync(worker);
        await app.BeatAsync(worker, item.Held());

        app.Clock.Sleep(LongSleep);
        await app.SweepAsync();
        await app.PassAsync(TimeSpan.FromSeconds(60));

        Assert.Equal(WorkItemStatus.Queued, (await app.ReadAsync()).Lease.Status);
    }

    [Fact]
    public async Task A_worker_that_signed_off_is_not_waited_for()
    {
        await using var app = new TestApp();
        var worker = await app.JoinAsync();
        await app.DispatchAsync();
        var item = await app.TakeAsync(worker);
        await app.BeatAsync(worker, item.Held());

        app.Clock.Sleep(LongSleep);
        await app.Get<WorkerHeartbeats>().SignOffAsync(worker, app.Engine, CancellationToken.None);

        Assert.Equal(WorkItemStatus.Queued, (await app.ReadAsync()).Lease.Status);
    }

    /// <summary>Looks as often as the sweeper does.</summary>
    private static bool Listen(Listening listening, FakeClock clock, TimeSpan time)
    {
        var isTelling = false;
        for (var step = TimeSpan.FromSeconds(5); time > TimeSpan.Zero; time -= step)
        {
            clock.Advance(time < step ? time : step);
            isTelling = listening.IsSilenceTelling();
        }

        return isTelling;
    }
}
