using Microsoft.AspNetCore.Http;
using Swarm.Contracts;
using Swarm.Contracts.Json;
using Swarm.Contracts.Paging;
using Swarm.Contracts.Schedules;
using Swarm.Functions.Http;
using Swarm.Functions.Runs;
using Swarm.Functions.Security;

namespace Swarm.Functions.Schedules;

/// <summary>Schedules: made, changed, paused, previewed, run now.</summary>
[Roles(Role.Admin, Role.Developer, Role.Viewer)]
public sealed class ScheduleFunctions(
    ScheduleStore store, ScheduleChanges changes, ScheduleRuns runs, RunView view, TimeProvider time)
{
    private const int DefaultPreview = 5;
    private const int MaxPreview = 100;

    [Roles(Role.Admin, Role.Developer)]
    [Function("CreateSchedule")]
    public async Task<IResult> CreateAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = ApiRoutes.Schedules)] HttpRequest request,
        [DurableClient] DurableTaskClient engine,
        CancellationToken cancellation)
    {
        var body = await RequestBody.ReadJsonAsync(
            request, SwarmJsonContext.Default.ScheduleRequest, cancellation);
        var schedule = await changes.CreateAsync(body, engine, cancellation, request.GetCaller().Id);
        var location = "/" + ApiRoutes.Schedule.Replace("{id}", schedule.Id, StringComparison.Ordinal);
        ETags.Write(request, schedule.Revision);
        return Answers.Made(
            request,
            ToDetail(schedule),
            SwarmJsonContext.Default.ScheduleDetail,
            StatusCodes.Status201Created,
            location);
    }

    [Function("ListSchedules")]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = ApiRoutes.Schedules)] HttpRequest request,
        CancellationToken cancellation)
    {
        var after = Cursor.Decode(Query.Text(request, "cursor", Cursor.MaxChars));
        var (found, next) = await store.ListAsync(after, Query.Limit(request), cancellation);
        var page = new ListPage<ScheduleDetail>(
            [.. found.Select(schedule => schedule.ToDetail(preview: 1, time.GetUtcNow()))],
            next is null ? null : Cursor.Encode(next));
        return Answers.Json(page, SwarmJsonContext.Default.ListPageScheduleDetail);
    }

    [Function("PreviewSchedule")]
    public async Task<IResult> PreviewAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = ApiRoutes.PreviewSchedule)] HttpRequest request,
        CancellationToken cancellation)
    {
        var body = await RequestBody.ReadJsonAsync(
            request, SwarmJsonContext.Default.SchedulePreviewRequest, cancellation);
        var errors = new FieldErrors().Require(
            body.Count is >= 1 and <= MaxPreview, "/count", $"Give a number from 1 to {MaxPreview}.");
        var cron = ScheduleRules.CheckCron(body.Cron, body.TimeZone, errors);
        errors.ThrowIfAny();
        var ticks = cron!.After(time.GetUtcNow()).Take(body.Count);
        return Answers.Json(new SchedulePreview([.. ticks]), SwarmJsonContext.Default.SchedulePreview);
    }

    [Function("GetSchedule")]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = ApiRoutes.Schedule)] HttpRequest request,
        string id,
        CancellationToken cancellation)
    {
        var preview = (int)Query.Number(request, "preview", DefaultPreview, min: 0, MaxPreview);
        var schedule = (await store.ReadAsync(id, cancellation)).Document;
        return Answer(request, schedule, preview);
    }

    [Roles(Role.Admin, Role.Developer)]
    [Function("ReplaceSchedule")]
    public async Task<IResult> ReplaceAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = ApiRoutes.Schedule)] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient engine,
        CancellationToken cancellation)
    {
        var body = await RequestBody.ReadJsonAsync(
            request, SwarmJsonContext.Default.ScheduleRequest, cancellation);
        var replaced = await changes.ReplaceAsync(
            id, body, ETags.IfMatch(request), request.GetCaller().Id, engine, cancellation);
        return Answer(request, replaced);
    }

    [Roles(Role.Admin, Role.Developer)]
    [Function("DeleteSchedule")]
    public async Task<IResult> DeleteAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = ApiRoutes.Schedule)] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient engine,
        CancellationToken cancellation)
    {
        await changes.DeleteAsync(id, ETags.IfMatch(request), engine, cancellation);
        return Answers.None();
    }

    [Function("ListScheduleTicks")]
    public async Task<IResult> TicksAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = ApiRoutes.ScheduleTicks)] HttpRequest request,
        string id,
        CancellationToken cancellation)
    {
        await store.ReadAsync(id, cancellation);
        var ticks = await store.TicksAsync(id, Query.Limit(request, ScheduleStore.MaxTicks), cancellation);
        var page = new ListPage<ScheduleTick>(ticks, NextCursor: null);
        return Answers.Json(page, SwarmJsonContext.Default.ListPageScheduleTick);
    }

    [Roles(Role.Admin, Role.Developer)]
    [Function("PauseSchedule")]
    public async Task<IResult> PauseAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = ApiRoutes.PauseSchedule)] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient engine,
        CancellationToken cancellation) =>
        Answer(request, await changes.PauseAsync(id, paused: true, engine, cancellation));

    [Roles(Role.Admin, Role.Developer)]
    [Function("ResumeSchedule")]
    public async Task<IResult> ResumeAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = ApiRoutes.ResumeSchedule)] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient engine,
        CancellationToken cancellation) =>
        Answer(request, await changes.PauseAsync(id, paused: false, engine, cancellation));

    /// <summary>202: a run that belongs to no tick.</summary>
    [Roles(Role.Admin, Role.Developer)]
    [Function("RunSchedule")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = ApiRoutes.RunSchedule)] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient engine,
        CancellationToken cancellation)
    {
        var schedule = (await store.ReadAsync(id, cancellation)).Document;
        var run = await runs.StartNowAsync(schedule, engine, cancellation);
        var location = "/" + ApiRoutes.Run.Replace("{id}", run.Id, StringComparison.Ordinal);
        var detail = await view.DetailAsync(run, cancellation);
        return Answers.Made(
            request, detail, SwarmJsonContext.Default.RunDetail, StatusCodes.Status202Accepted, location);
    }

    private IResult Answer(HttpRequest request, ScheduleDocument schedule, int preview = DefaultPreview)
    {
        ETags.Write(request, schedule.Revision);
        return Answers.Json(ToDetail(schedule, preview), SwarmJsonContext.Default.ScheduleDetail);
    }

    private ScheduleDetail ToDetail(ScheduleDocument schedule, int preview = DefaultPreview) =>
        schedule.ToDetail(preview, time.GetUtcNow());
}
