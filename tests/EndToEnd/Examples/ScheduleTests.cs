using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Swarm.Contracts;
using Swarm.Contracts.Json;
using Swarm.Contracts.Schedules;
using Swarm.Contracts.Statuses;
using Swarm.Tests.EndToEnd.Programs;

namespace Swarm.Tests.EndToEnd.Examples;

/// <summary>The example of a schedule: made, looked at ahead, run by hand and by itself, with real work.</summary>
public sealed class ScheduleTests(SwarmUnderTest swarm) : IClassFixture<SwarmUnderTest>
{
    private const string Cron = "0 30 2 * * 1-5";
    private const string Zone = "Europe/Berlin";

    private static readonly SwarmJsonContext s_json = SwarmJsonContext.Default;

    private static string Example => Path.Combine(BuildOutput.Examples, "schedule");

    [Fact]
    public async Task The_schedule_tells_its_next_ticks_and_runs_when_it_is_asked_to()
    {
        var folder = Directory.CreateDirectory(Path.Combine(swarm.CommandLine.Root, "inventory")).FullName;
        File.WriteAllText(Path.Combine(folder, "a"), "12345");
        File.WriteAllText(Path.Combine(folder, "b"), "678");

        var preview = await CallAsync(s_json.SchedulePreview, "schedules", "preview", Cron, "--zone", Zone, "--json");
        var made = await CreateByScriptAsync(folder);
        var started = await CallAsync(s_json.RunDetail, "schedules", "run", made.Id, "--json");
        var (ended, output, error) = await swarm.CommandLine.RunAsync("runs", "watch", started.Summary.Id);

        Assert.Equal(
            (Cron, Zone, OverlapPolicy.Queue, CatchUpPolicy.Latest),
            (made.Cron, made.TimeZone, made.Overlap, made.CatchUp));
        Assert.Equal(10, preview.Ticks.Count);
        Assert.All(preview.Ticks, AssertIsOnAWorkingNight);

        // A tick may lie between the two looks.
        Assert.Contains(made.NextTicks[0], preview.Ticks.Take(2));
        Assert.True(ended == 0, output + error);
        var run = await GetAsync(ApiRoutes.Run, started.Summary.Id, s_json.RunDetail);
        Assert.Equal(RunStatus.Completed, run.Summary.Status);
        Assert.Equal("2 files, 8 bytes\n", run.Output!.Value.GetProperty("inventory").GetString());
        Assert.Null((await GetAsync(ApiRoutes.Schedule, made.Id, s_json.ScheduleDetail)).LastRunId);
    }

    [Fact]
    public async Task A_schedule_starts_runs_by_itself_until_it_is_paused()
    {
        var folder = Directory.CreateDirectory(Path.Combine(swarm.CommandLine.Root, "empty")).FullName;
        var made = await CallAsync(
            s_json.ScheduleDetail,
            "schedules", "create", "Every second", Path.Combine(Example, "workflow.yaml"),
            "--cron", "* * * * * *", "--input", $"folder={folder}", "--json");

        var runId = await WaitForTickAsync(made.Id);
        var paused = await CallAsync(s_json.ScheduleDetail, "schedules", "pause", made.Id, "--json");
        var (ended, output, error) = await swarm.CommandLine.RunAsync("runs", "watch", runId);

        Assert.True(paused.Paused);
        Assert.Empty(paused.NextTicks);
        Assert.True(ended == 0, output + error);
        var run = await GetAsync(ApiRoutes.Run, runId, s_json.RunDetail);
        Assert.Equal("0 files, 0 bytes\n", run.Output!.Value.GetProperty("inventory").GetString());
    }

    private static void AssertIsOnAWorkingNight(DateTimeOffset tick)
    {
        var local = TimeZoneInfo.ConvertTime(tick, TimeZoneInfo.FindSystemTimeZoneById(Zone));
        Assert.Equal(new TimeSpan(2, 30, 0), local.TimeOfDay);
        Assert.InRange(local.DayOfWeek, DayOfWeek.Monday, DayOfWeek.Friday);
    }

    private async Task<ScheduleDetail> CreateByScriptAsync(string folder)
    {
        var environment = new Dictionary<string, string?>(swarm.CommandLine.Environment)
        {
            ["SWARM"] = $"{BuildOutput.Dotnet} {BuildOutput.CommandLine}",
        };
        using var script = RunningProgram.Start("sh", [Path.Combine(Example, "create.sh"), folder], environment);
        var exitCode = await script.ExitAsync(SwarmCommandLine.Limit);
        Assert.True(exitCode == 0, script.Everything);
        return JsonSerializer.Deserialize(script.Output, s_json.ScheduleDetail)!;
    }

    /// <summary>The run of the schedule's first tick.</summary>
    private async Task<string> WaitForTickAsync(string scheduleId)
    {
        using var limit = new CancellationTokenSource(SwarmCommandLine.Limit);
        while (true)
        {
            limit.Token.ThrowIfCancellationRequested();
            var ticks = await GetAsync(
                ApiRoutes.ScheduleTicks, scheduleId, s_json.ListPageScheduleTick);
            if (ticks.Items.FirstOrDefault(tick => tick.Outcome == TickOutcome.Started)?.RunId is { } runId)
            {
                return runId;
            }
        }
    }

    private async Task<T> CallAsync<T>(JsonTypeInfo<T> type, params string[] arguments)
    {
        var (exitCode, output, error) = await swarm.CommandLine.RunAsync(arguments);
        Assert.True(exitCode == 0, output + error);
        return JsonSerializer.Deserialize(output, type)!;
    }

    private async Task<T> GetAsync<T>(string route, string id, JsonTypeInfo<T> type)
    {
        var address = new Uri("/" + route.Replace("{id}", id, StringComparison.Ordinal), UriKind.Relative);
        var json = await swarm.Http.GetStringAsync(address, TestContext.Current.CancellationToken);
        return JsonSerializer.Deserialize(json, type)!;
    }
}
