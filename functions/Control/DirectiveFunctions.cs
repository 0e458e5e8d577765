using Microsoft.AspNetCore.Http;
using Swarm.Contracts;
using Swarm.Contracts.Json;
using Swarm.Contracts.Paging;
using Swarm.Contracts.Runs;
using Swarm.Functions.Http;
using Swarm.Functions.Runs;
using Swarm.Functions.Security;

namespace Swarm.Functions.Control;

/// <summary>What people say to runs.</summary>
[Roles(Role.Admin, Role.Developer, Role.Viewer)]
public sealed class DirectiveFunctions(RunDirecting directing)
{

    /// <summary>201: work that starts from now on hears of it.</summary>
    [Roles(Role.Admin, Role.Developer)]
    [Function("GiveDirective")]
    public async Task<IResult> GiveAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = ApiRoutes.RunDirectives)] HttpRequest request,
        string id,
        CancellationToken cancellation)
    {
        var body = await RequestBody.ReadJsonAsync(
            request, SwarmJsonContext.Default.DirectiveRequest, cancellation);
        var errors = new FieldErrors();
        body = body with { Key = IdempotencyKey.Read(request, errors, body.Key) };
        errors
            .Require(!string.IsNullOrWhiteSpace(body.Text), "/text", "Say something.")
            .Require(
                body.Text.Length <= RunDirecting.TextMaxChars,
                "/text",
                $"{RunDirecting.TextMaxChars} characters at most.")
            .RequireNode(body.Node)
            .ThrowIfAny();
        var given = await directing.GiveAsync(id, body, request.GetCaller().Id, cancellation);
        return Answers.Json(given, SwarmJsonContext.Default.Directive, StatusCodes.Status201Created);
    }

    [Function("ListDirectives")]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = ApiRoutes.RunDirectives)] HttpRequest request,
        string id,
        CancellationToken cancellation) =>
        Answers.Json(
            new ListPage<Directive>(await directing.ListAsync(id, cancellation), NextCursor: null),
            SwarmJsonContext.Default.ListPageDirective);
}
