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
public sealed class CheckpointFunctions(CheckpointAnswering checkpoints, CheckpointQuestions questions)
{
    private const int MaxTextChars = 4_000;

    private static readonly Dictionary<string, CheckpointStatus> s_answers = new()
    {
        ["approve"] = CheckpointStatus.Approved,
        ["reject"] = CheckpointStatus.Rejected,
        ["correct"] = CheckpointStatus.Corrected,
        ["skip"] = CheckpointStatus.Skipped,
    };

    [Function("ListCheckpoints")]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = ApiRoutes.Checkpoints)] HttpRequest request,
        CancellationToken cancellation)
    {
        var after = Cursor.Decode(Query.Text(request, "cursor", Cursor.MaxChars));
        var status = Query.Flag(request, "open", missing: false)
            ? CheckpointStatus.Open
            : Query.Word<CheckpointStatus>(request, "status");
        var filter = new CheckpointFilter(status, Query.Text(request, "runId"));
        var (found, next) = await checkpoints.ListAsync(filter, after, Query.Limit(request), cancellation);
        var page = new ListPage<CheckpointView>(
            [.. found.Select(checkpoint => checkpoint.ToView())], next is null ? null : Cursor.Encode(next));
        return Answers.Json(page, SwarmJsonContext.Default.ListPageCheckpointView);
    }

    [Function("GetCheckpoint")]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = ApiRoutes.Checkpoint)] HttpRequest request,
        string id,
        CancellationToken cancellation) =>
        Answer(await questions.UnpackAsync(await checkpoints.ReadAsync(id, cancellation), cancellation));

    /// <summary>200: the answer stands, and the run goes on by it.</summary>
    [Roles(Role.Admin, Role.Developer)]
    [Function("AnswerCheckpoint")]
    public async Task<IResult> AnswerAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = ApiRoutes.AnswerCheckpoint)] HttpRequest request,
        string id,
        string answer,
        [DurableClient] DurableTaskClient engine,
        CancellationToken cancellation)
    {
        if (!s_answers.TryGetValue(answer, out var decision))
        {
            throw Problems.NotFound($"'{answer}' is no answer. Say one of: {string.Join(", ", s_answers.Keys)}.");
        }

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
