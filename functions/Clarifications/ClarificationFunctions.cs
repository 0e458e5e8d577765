using Microsoft.AspNetCore.Http;
using Swarm.Contracts;
using Swarm.Contracts.Clarifications;
using Swarm.Contracts.Json;
using Swarm.Contracts.Paging;
using Swarm.Functions.Http;
using Swarm.Functions.Security;

namespace Swarm.Functions.Clarifications;

/// <summary>Questions of work items: listed, read, answered.</summary>
[Roles(Role.Admin, Role.Developer, Role.Viewer)]
public sealed class ClarificationFunctions(ClarificationStore questions, ClarificationSettling settling)
{
    private const int MaxAnswerChars = 4_000;

    [Function("ListQuestions")]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = ApiRoutes.Questions)] HttpRequest request,
        CancellationToken cancellation)
    {
        var after = Cursor.Decode(Query.Text(request, "cursor", Cursor.MaxChars));
        var onlyOpen = Query.Text(request, "open") == "true";
        var (found, next) = await questions.ListAsync(
            onlyOpen, Query.Text(request, "runId"), after, Query.Limit(request), cancellation);
        var page = new ListPage<Clarification>(found, next is null ? null : Cursor.Encode(next));
        return Answers.Json(page, SwarmJsonContext.Default.ListPageClarification);
    }

    [Function("GetQuestion")]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = ApiRoutes.Question)] HttpRequest request,
        string id,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Answers.Json(await questions.ReadAsync(id, cancellation), SwarmJsonContext.Default.Clarification);
    }

    [Roles(Role.Admin, Role.Developer)]
    [Function("AnswerQuestion")]
    public async Task<IResult> AnswerAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = ApiRoutes.AnswerQuestion)] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient engine,
        CancellationToken cancellation)
    {
        var type = SwarmJsonContext.Default.AnswerClarificationRequest;
        var body = await RequestBody.ReadJsonAsync(request, type, cancellation);
        new FieldErrors()
            .Require(!string.IsNullOrWhiteSpace(body.Answer), "/answer", "Say what the work is to go on with.")
            .Require(body.Answer?.Length <= MaxAnswerChars, "/answer", $"{MaxAnswerChars} characters at most.")
            .ThrowIfAny();
        var by = request.GetCaller().Id;
        var answered = await settling.AnswerAsync(id, body.Answer!, by, engine, cancellation);
        return Answers.Json(answered, SwarmJsonContext.Default.Clarification);
    }
}
