using System.Text.Json;
using Swarm.Contracts.Json;
using Swarm.Contracts.Schedules;
using Swarm.Tests.Cli.Servers;

namespace Swarm.Tests.Cli.Schedules;

public sealed class SchedulesCommandTests : IAsyncLifetime
{
    private const string Id = "01k0schedule";

    private static readonly ScheduleDetail s_schedule = new()
    {
        Id = Id,
        Name = "Nightly [build]",
        WorkflowId = "01k0workflow",
        Cron = "0 30 6 * * 1-5",
        TimeZone = "Europe/Berlin",
        Overlap = OverlapPolicy.CancelPrevious,
        CatchUp = CatchUpPolicy.Latest,
        Paused = false,
        Revision = 1,
        NextTicks = [DateTimeOffset.UnixEpoch],
        CreatedAt = DateTimeOffset.UnixEpoch,
        UpdatedAt = DateTimeOffset.UnixEpoch,
    };

    private readonly FakeControlPlane server = new();
    private readonly CliRun cli = new();

    private string Url => server.Address.ToString();

    public async ValueTask InitializeAsync()
    {
        var one = JsonSerializer.Serialize(s_schedule, SwarmJsonContext.Default.ScheduleDetail);
        server.Answers["GET api/v1/schedules"] = $$"""{ "items": [{{one}}] }""";
        server.Answers["POST api/v1/schedules"] = one;
        server.Answers[$"GET api/v1/schedules/{Id}"] = one;
        server.Answers[$"POST api/v1/schedules/{Id}/pause"] = one;
        server.Answers[$"DELETE api/v1/schedules/{Id}"] = "";
        server.Answers[$"GET api/v1/schedules/{Id}/ticks"] = """
            { "items": [{ "at": "1970-01-01T00:00:00Z", "outcome": "missed", "count": 3, "reason": "It was off." }] }
            """;
        server.Answers["POST api/v1/schedules/preview"] = """{ "ticks": ["2026-11-23T05:30:00Z"] }""";
        await server.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        cli.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Schedules_are_listed()
    {
        Assert.Equal(0, await cli.InvokeAsync("schedules", "--url", Url));

        Assert.Contains("Nightly [build]", cli.Output);
        Assert.Contains("0 30 6 * * 1-5", cli.Output);
    }

    [Fact]
    public async Task A_schedule_is_shown_with_what_its_ticks_did()
    {
        Assert.Equal(0, await cli.InvokeAsync("schedules", "show", Id, "--url", Url));

        Assert.Contains("overlap cancel-previous, catch-up latest", cli.Output);
        Assert.Contains("(and 2 before it)  It was off.", cli.Output);
    }

    [Fact]
    public async Task A_schedule_is_made_for_a_workflow_file()
    {
        using var file = new TemporaryFile("version: 1");

        var exitCode = await cli.InvokeAsync(
            "schedules", "create", "Nightly", file.Path, "--cron", "0 30 6 * * 1-5", "--zone", "Europe/Berlin",
            "--overlap", "cancel-previous", "--catch-up", "latest", "-i", "count:=3", "--url", Url);

        Assert.Equal(0, exitCode);
        var sent = JsonSerializer.Deserialize(
            server.Requests.Last().Body, SwarmJsonContext.Default.ScheduleRequest)!;
        Assert.Equal(SampleRun.Workflow.Id, sent.WorkflowId);
        Assert.Equal(OverlapPolicy.CancelPrevious, sent.Overlap);
        Assert.Equal(CatchUpPolicy.Latest, sent.CatchUp);
        Assert.Equal(3, sent.Inputs["count"].GetInt32());
    }

    [Fact]
    public async Task An_unknown_policy_is_wrong_input()
    {
        using var file = new TemporaryFile("version: 1");

        Assert.Equal(2, await cli.InvokeAsync(
            "schedules", "create", "Nightly", file.Path, "--cron", "* * * * * *", "--overlap", "both", "--url", Url));
        Assert.Contains("both", cli.Error);
    }

    [Fact]
    public async Task A_schedule_is_paused_and_deleted()
    {
        Assert.Equal(0, await cli.InvokeAsync("schedules", "pause", Id, "--url", Url));
        Assert.Equal(0, await cli.InvokeAsync("schedules", "delete", Id, "--url", Url));

        Assert.Equal(["POST", "DELETE"], server.Requests.Select(request => request.Method));
    }

    [Fact]
    public async Task A_preview_takes_the_zone_of_this_machine()
    {
        Assert.Equal(0, await cli.InvokeAsync("schedules", "preview", "0 30 6 * * *", "--url", Url, "--json"));

        Assert.Contains("2026-11-23T05:30:00", cli.Output);
        Assert.Contains($"\"timeZone\":\"{TimeZoneInfo.Local.Id}\"", server.Requests.Last().Body);
    }
}
