using Microsoft.AspNetCore.Http;
using Swarm.Contracts;
using Swarm.Contracts.Checkpoints;
using Swarm.Contracts.Json;
using Swarm.Contracts.Paging;
using Swarm.Contracts.Statuses;
using Swarm.Functions.Http;
using Swarm.Functions.Security;

namespace Swarm.Functions.Checkpoints;

/// <summary>Checkpoints: listed, read, answered.</summary>
[Roles(Role.Admin, Role.Developer, Role.Viewer)]
public sealed class CheckpointFunctions(CheckpointAnswering checkpoints)
{
    private const int MaxTextChars = 4_000;

    [Function("ListCheckpoints")]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = ApiRoutes.Checkpoints)] HttpRequest request,
        CancellationToken cancellation)
    {
        var after = Cursor.Decode(Query.Text(request, "cursor", Cursor.MaxChars));
        var onlyOpen = Query.Text(request, "open") == "true";
        var (found, next) = await checkpoints.ListAsync(onlyOpen, after, Query.Limit(request), cancellation);
        var page = new ListPage<CheckpointView>(
            [.. found.Select(checkpoint => checkpoint.ToView())], next is null ? null : Cursor.Encode(next));
        return Answers.Json(page, SwarmJsonContext.Default.ListPageCheckpointView);
    }

    [Function("GetCheckpoint")]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = ApiRoutes.Checkpoint)] HttpRequest request,
        string id,
        CancellationToken cancellation) =>
        Answer(await checkpoints.ReadAsync(id, cancellation));

    [Roles(Role.Admin, Role.Developer)]
    [Function("ApproveCheckpoint")]
    public Task<IResult> ApproveAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = ApiRoutes.ApproveCheckpoint)] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient engine,
        CancellationToken cancellation) =>
        AnswerAsync(request, id, CheckpointStatus.Approved, engine, cancellation);

    [Roles(Role.Admin, Role.Developer)]
    [Function("RejectCheckpoint")]
    public Task<IResult> RejectAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = ApiRoutes.RejectCheckpoint)] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient engine,
        CancellationToken cancellation) =>
        AnswerAsync(request, id, CheckpointStatus.Rejected, engine, cancellation);

    [Roles(Role.Admin, Role.Developer)]
    [Function("CorrectCheckpoint")]
    public Task<IResult> CorrectAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = ApiRoutes.CorrectCheckpoint)] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient engine,
        CancellationToken cancellation) =>
        AnswerAsync(request, id, CheckpointStatus.Corrected, engine, cancellation);

    [Roles(Role.Admin, Role.Developer)]
    [Function("SkipCheckpoint")]
    public Task<IResult> SkipAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = ApiRoutes.SkipCheckpoint)] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient engine,
        CancellationToken cancellation) =>
        AnswerAsync(request, id, CheckpointStatus.Skipped, engine, cancellation);

    private async Task<IResult> AnswerAsync(
        HttpRequest request,
        string id,
        CheckpointStatus decision,
        DurableTaskClient engine,
        CancellationToken cancellation)
    {
        var body = await RequestBody.ReadOptionalJsonAsync(
            request, SwarmJsonContext.Default.AnswerCheckpointRequest, new AnswerCheckpointRequest(), cancellation);
        var needsWords = decision == CheckpointStatus.Corrected && string.IsNullOrWhiteSpace(body.Feedback);
        new FieldErrors()
            .Require(!needsWords, "/feedback", "Say what is wrong; the work is done again with it.")
            .Require(
                (body.Feedback?.Length ?? 0) <= MaxTextChars, "/feedback", $"{MaxTextChars} characters at most.")
            .Require(
                (body.Correction?.Length ?? 0) <= MaxTextChars, "/correction", $"{MaxTextChars} characters at most.")
            .ThrowIfAny();
        return Answer(await checkpoints.AnswerAsync(id, decision, body, engine, cancellation));
    }

    private static IResult Answer(CheckpointDocument checkpoint) =>
        Answers.Json(checkpoint.ToView(), SwarmJsonContext.Default.CheckpointView);
}
