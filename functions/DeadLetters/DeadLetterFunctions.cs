using Microsoft.AspNetCore.Http;
using Swarm.Contracts;
using Swarm.Contracts.DeadLetters;
using Swarm.Contracts.Json;
using Swarm.Contracts.Paging;
using Swarm.Functions.Http;
using Swarm.Functions.Security;

namespace Swarm.Functions.DeadLetters;

/// <summary>Dead letters: listed, read, replayed, dropped.</summary>
[Roles(Role.Admin, Role.Developer, Role.Viewer)]
public sealed class DeadLetterFunctions(DeadLetterStore letters, DeadLetterSettling settling)
{
    private const string All = "all";

    [Function("ListDeadLetters")]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = ApiRoutes.DeadLetters)] HttpRequest request,
        CancellationToken cancellation)
    {
        var (status, run, tool) = (Status(request), Query.Text(request, "runId"), Query.Text(request, "tool"));
        var after = Cursor.Decode(Query.Text(request, "cursor", Cursor.MaxChars));
        var (found, next) = await letters.ListAsync(
            letter => (status is null || letter.Status == status)
                && (run is null || letter.RunId == run)
                && (tool is null || letter.Tool == tool),
            after,
            Query.Limit(request),
            cancellation);
        var page = new ListPage<DeadLetter>(found, next is null ? null : Cursor.Encode(next));
        return Answers.Json(page, SwarmJsonContext.Default.ListPageDeadLetter);
    }

    [Function("GetDeadLetter")]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = ApiRoutes.DeadLetter)] HttpRequest request,
        string id,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Answers.Json(await letters.ReadAsync(id, cancellation), SwarmJsonContext.Default.DeadLetter);
    }

    [Roles(Role.Admin, Role.Developer)]
    [Function("ReplayDeadLetter")]
    public async Task<IResult> ReplayAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = ApiRoutes.ReplayDeadLetter)] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient engine,
        CancellationToken cancellation)
    {
        var letter = await settling.ReplayAsync(id, request.GetCaller().Id, engine, cancellation);
        return Answers.Json(letter, SwarmJsonContext.Default.DeadLetter);
    }

    [Roles(Role.Admin, Role.Developer)]
    [Function("DropDeadLetter")]
    public async Task<IResult> DropAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = ApiRoutes.DropDeadLetter)] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient engine,
        CancellationToken cancellation)
    {
        var letter = await settling.DropAsync(id, request.GetCaller().Id, engine, cancellation);
        return Answers.Json(letter, SwarmJsonContext.Default.DeadLetter);
    }

    private static IEnumerable<string> Names() =>
        Enum.GetNames<DeadLetterStatus>().Select(name => name.ToLowerInvariant());

    /// <summary>Which status is asked for; null for all.</summary>
    private static DeadLetterStatus? Status(HttpRequest request)
    {
        var text = Query.Text(request, "status") ?? nameof(DeadLetterStatus.Parked);
        if (text == All)
        {
            return null;
        }

        return Enum.TryParse<DeadLetterStatus>(text, ignoreCase: true, out var status) && Enum.IsDefined(status)
            ? status
            : throw Problems.Invalid("/status", $"Use one of {string.Join(", ", Names())} or {All}.");
    }
}
