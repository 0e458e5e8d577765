using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Swarm.Contracts;
using Swarm.Contracts.Json;
using Swarm.Contracts.Problems;
using Swarm.Contracts.Schedules;
using Swarm.Tests.Functions.ControlPlanes;

namespace Swarm.Tests.Functions.Schedules;

/// <summary>Schedules over HTTP, on the real engine.</summary>
public sealed class ScheduleApiTests(RunningPlane running) : IClassFixture<RunningPlane>
{
    private const string Workflow = """
        version: 1
        name: scheduled
        pattern: graph
        nodes:
          build: { run: [make] }
        """;

    private static readonly SwarmJsonContext s_json = SwarmJsonContext.Default;

    private HttpClient Admin => running.Plane.Admin;

    [Fact]
    public async Task A_schedule_ticks_by_itself_and_its_run_shows_in_its_ticks()
    {
        var schedule = await CreateAsync("* * * * * *");

        var tick = await WaitForTickAsync(schedule.Id, TickOutcome.Started);
        var run = await Admin.ReadRunAsync(tick.RunId!);
        await DeleteAsync(schedule.Id, HttpStatusCode.NoContent);

        Assert.Equal("scheduled", run.Summary.WorkflowName);
        using var gone = await Admin.GetAsync(Address(ApiRoutes.Schedule, schedule.Id));
        await gone.ReadProblemAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_schedule_that_sleeps_is_woken_by_a_change_and_ticks_on()
    {
        var schedule = await CreateAsync("0 0 6 1 1 *");
        using var changed = await PutAsync(schedule, "* * * * * *", "\"1\"");
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);

        await WaitForTickAsync(schedule.Id, TickOutcome.Started);
        await WaitForTickAsync(schedule.Id, TickOutcome.Skipped);
        await DeleteAsync(schedule.Id, HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task A_schedule_is_made_read_listed_paused_and_resumed()
    {
        var made = await CreateAsync("0 0 6 * * *", "Europe/Berlin");
        Assert.Equal(1, made.Revision);
        Assert.Equal(5, made.NextTicks.Count);

        var all = await Admin.GetAsync($"{ApiRoutes.Schedules}?limit=200", s_json.ListPageScheduleDetail);
        Assert.Contains(all.Items, schedule => schedule.Id == made.Id);

        var paused = await PostAsync(ApiRoutes.PauseSchedule, made.Id);
        Assert.True(paused.Paused);
        Assert.Empty(paused.NextTicks);
        var again = await PostAsync(ApiRoutes.PauseSchedule, made.Id);
        Assert.Equal(paused.Revision, again.Revision);
        Assert.False((await PostAsync(ApiRoutes.ResumeSchedule, made.Id)).Paused);
    }

    [Fact]
    public async Task A_change_must_know_what_it_changes()
    {
        var made = await CreateAsync("0 0 6 * * *");

        using var changed = await PutAsync(made, "0 0 7 * * *", "\"1\"");
        using var late = await PutAsync(made, "0 0 8 * * *", "\"1\"");
        var problem = await late.ReadProblemAsync(HttpStatusCode.PreconditionFailed);

        Assert.Equal("\"2\"", changed.Headers.ETag?.Tag);
        Assert.Equal("0 0 7 * * *", (await changed.ReadAsync(s_json.ScheduleDetail)).Cron);
        Assert.Equal(ProblemCodes.Changed, problem.Code);
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_told_at_once()
    {
        using var response = await Admin.PostAsync(
            ApiRoutes.Schedules,
            """{ "name": " ", "workflowId": "none", "cron": "61 * * * * *", "timeZone": "Etc/UTC" }""");
        var problem = await response.ReadProblemAsync(HttpStatusCode.UnprocessableEntity);

        Assert.Equal(["/cron", "/name", "/workflowId"], problem.Errors!.Keys.Order());
    }

    [Fact]
    public async Task A_run_can_be_had_now()
    {
        var schedule = await CreateAsync("0 0 6 1 1 *");

        using var response = await Admin.PostAsync(Requests.Route(ApiRoutes.RunSchedule, schedule.Id), "");
        var run = await response.ReadAsync(s_json.RunDetail);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal("scheduled", run.Summary.WorkflowName);
    }

    [Fact]
    public async Task A_preview_needs_no_schedule()
    {
        using var response = await Admin.PostAsync(
            ApiRoutes.PreviewSchedule, """{ "cron": "0 0 0 29 2 *", "count": 3 }""");
        var preview = await response.ReadAsync(s_json.SchedulePreview);

        Assert.Equal(3, preview.Ticks.Count);
        Assert.All(preview.Ticks, tick => Assert.Equal((2, 29), (tick.Month, tick.Day)));
        using var wrong = await Admin.PostAsync(
            ApiRoutes.PreviewSchedule, """{ "cron": "0 0 0 29 2 *", "count": 0 }""");
        await wrong.ReadProblemAsync(HttpStatusCode.UnprocessableEntity);
    }

    private static Uri Address(string route, string id) => new(Requests.Route(route, id), UriKind.Relative);

    private async Task<ScheduleDetail> CreateAsync(string cron, string timeZone = "Etc/UTC")
    {
        var workflow = await Admin.StoreAsync(Workflow);
        var request = new ScheduleRequest
        {
            Name = "A schedule",
            WorkflowId = workflow.Summary.Id,
            Cron = cron,
            TimeZone = timeZone,
        };
        using var response = await Admin.PostAsync(ApiRoutes.Schedules, request, s_json.ScheduleRequest);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        return await response.ReadAsync(s_json.ScheduleDetail);
    }

    private async Task<ScheduleDetail> PostAsync(string route, string id)
    {
        using var response = await Admin.PostAsync(Requests.Route(route, id), "");
        return await response.ReadAsync(s_json.ScheduleDetail);
    }

    private async Task<HttpResponseMessage> PutAsync(ScheduleDetail known, string cron, string etag)
    {
        var body = new ScheduleRequest { Name = known.Name, WorkflowId = known.WorkflowId, Cron = cron };
        using var request = new HttpRequestMessage(HttpMethod.Put, Address(ApiRoutes.Schedule, known.Id))
        {
            Content = new StringContent(
                JsonSerializer.Serialize(body, s_json.ScheduleRequest), Encoding.UTF8, "application/json"),
        };
        request.Headers.IfMatch.Add(EntityTagHeaderValue.Parse(etag));
        return await Admin.SendAsync(request);
    }

    private async Task DeleteAsync(string id, HttpStatusCode expected)
    {
        using var response = await Admin.DeleteAsync(Address(ApiRoutes.Schedule, id));
        Assert.Equal(expected, response.StatusCode);
    }

    /// <summary>Ticks send no signal over HTTP, so the record is asked until it has one.</summary>
    private async Task<ScheduleTick> WaitForTickAsync(string id, TickOutcome outcome)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (true)
        {
            var page = await Admin.GetAsync(
                Requests.Route(ApiRoutes.ScheduleTicks, id), s_json.ListPageScheduleTick);
            if (page.Items.FirstOrDefault(tick => tick.Outcome == outcome) is { } found)
            {
                return found;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, limit.Token);
        }
    }
}
