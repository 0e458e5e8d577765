using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Swarm.Durable.Sqlite;
using Swarm.Tests.Embedded.Samples;

namespace Swarm.Tests.Embedded.Timers;

/// <summary>The clock starts at 12:00.</summary>
public sealed class TimerFunctionTests : IDisposable
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly FakeClock _clock = new();
    private readonly DataFolder _folder = new();
    private readonly Probe _probe = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_timer_runs_at_each_occurrence_and_knows_the_last()
    {
        await using var app = await StartAsync(typeof(TimerSamples.Hourly));

        await AdvanceAsync(Hour, "run 1");
        await AdvanceAsync(Hour, "run 2");

        Assert.Equal(["due last 00:00", "due last 13:00"], _probe.Words);
    }

    [Fact]
    public async Task A_short_interval_is_not_monitored()
    {
        await using var app = await StartAsync(typeof(TimerSamples.EveryFiveSeconds));

        await AdvanceAsync(TimeSpan.FromSeconds(5), "run 1");
        await AdvanceAsync(TimeSpan.FromSeconds(5), "run 2");

        Assert.Equal(["due last ", "due last "], _probe.Words);
    }

    [Fact]
    public async Task The_schedule_may_stand_in_a_setting()
    {
        await using var app = await StartAsync(typeof(TimerSamples.FromSetting), ("Sample:Schedule", "00:00:30"));

        await AdvanceAsync(TimeSpan.FromSeconds(30), "run 1");

        Assert.Single(_probe.Words);
    }

    [Fact]
    public async Task A_timer_that_asks_for_it_runs_at_the_start()
    {
        await using var app = await StartAsync(typeof(TimerSamples.AtStart));

        await _probe.SignalledAsync("run 1");

        Assert.Equal(["due last "], _probe.Words);
    }

    [Fact]
    public async Task An_occurrence_missed_while_the_host_was_down_is_made_up_for_once()
    {
        await using (await StartAsync(typeof(TimerSamples.Hourly)))
        {
            await AdvanceAsync(Hour, "run 1");
            await _clock.TimersAsync(1);
        }

        _clock.Advance(3 * Hour);
        await using var app = await StartAsync(typeof(TimerSamples.Hourly));
        await _probe.SignalledAsync("run 2");
        await AdvanceAsync(Hour, "run 3");

        Assert.Equal(["due last 00:00", "late last 13:00", "due last 16:00"], _probe.Words);
    }

    [Fact]
    public async Task A_timer_that_never_ran_is_late_too_when_the_host_was_down_at_its_time()
    {
        await using (await StartAsync(typeof(TimerSamples.Hourly)))
        {
            await _clock.TimersAsync(1);
        }

        _clock.Advance(Hour);
        await using var app = await StartAsync(typeof(TimerSamples.Hourly));
        await _probe.SignalledAsync("run 1");

        Assert.Equal(["late last 00:00"], _probe.Words);
    }

    [Fact]
    public async Task An_occurrence_that_the_machine_slept_through_comes_soon_after_it_wakes()
    {
        await using var app = await StartAsync(typeof(TimerSamples.Hourly));
        await _clock.TimersAsync(1);

        _clock.Sleep(8 * Hour);
        await AdvanceAsync(TimeSpan.FromMinutes(1), "run 1");

        Assert.Single(_probe.Words);
    }

    [Fact]
    public async Task A_run_that_fails_does_not_stop_the_timer()
    {
        await using var app = await StartAsync(typeof(TimerSamples.Failing));

        await AdvanceAsync(Hour, "run 1");
        await AdvanceAsync(Hour, "run 2");

        Assert.Equal(2, _probe.Words.Count);
    }

    [Fact]
    public async Task A_state_that_cannot_be_written_does_not_stop_the_timer()
    {
        await using var app = await StartAsync(typeof(TimerSamples.Hourly));
        await _clock.TimersAsync(1);
        await app.Services.GetRequiredService<SqliteDatabase>().WriteAsync(session => session.ExecuteScript(
            "CREATE TRIGGER full BEFORE INSERT ON timer_states BEGIN SELECT RAISE(FAIL, 'no room'); END"));

        await AdvanceAsync(Hour, "run 1");
        await AdvanceAsync(Hour, "run 2");

        Assert.Equal(["due last 00:00", "due last 13:00"], _probe.Words);
    }

    [Fact]
    public async Task A_run_outlasting_the_next_occurrence_has_no_second_beside_it()
    {
        await using var app = await StartAsync(typeof(TimerSamples.Slow));
        await AdvanceAsync(Hour, "run 1");

        _clock.Advance(2 * Hour);
        Assert.Single(_probe.Words);
        _probe.Signal("go on");
        await AdvanceAsync(Hour, "run 2");

        Assert.Equal(["due last 00:00", "due last 13:00"], _probe.Words);
    }

    [Fact]
    public async Task A_run_cut_short_by_the_end_of_the_host_is_made_up_for()
    {
        await using (await StartAsync(typeof(TimerSamples.Slow)))
        {
            await AdvanceAsync(Hour, "run 1");
        }

        await _probe.SignalledAsync("cancelled");
        await using var app = await StartAsync(typeof(TimerSamples.Slow));
        await _probe.SignalledAsync("run 2");

        Assert.Equal(["due last 00:00", "late last 00:00"], _probe.Words);
    }

    private async Task AdvanceAsync(TimeSpan by, string signal)
    {
        await _clock.TimersAsync(1);
        _clock.Advance(by);
        await _probe.SignalledAsync(signal);
    }

    private Task<RunningApp> StartAsync(Type functions, params (string Name, string Value)[] settings) =>
        RunningApp.StartAsync(
            [functions],
            builder =>
            {
                builder.Services.AddSingleton(_probe);
                builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(_clock));
                foreach (var (name, value) in settings)
                {
                    builder.Configuration[name] = value;
                }
            },
            _folder);
}
