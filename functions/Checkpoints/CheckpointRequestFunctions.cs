using Microsoft.AspNetCore.Http;
using Swarm.Contracts;
using Swarm.Contracts.Checkpoints;
using Swarm.Contracts.Json;
using Swarm.Contracts.Paging;
using Swarm.Functions.Http;
using Swarm.Functions.Runs;
using Swarm.Functions.Security;

namespace Swarm.Functions.Checkpoints;

/// <summary>Checkpoints that people open by hand.</summary>
[Roles(Role.Admin, Role.Developer, Role.Viewer)]
public sealed class CheckpointRequestFunctions(CheckpointRequesting checkpoints)
{
    private const int MessageMaxChars = 4_000;

    /// <summary>201: whatever is to begin next, or the node that is named, asks first.</summary>
    [Roles(Role.Admin, Role.Developer)]
    [Function("RequestCheckpoint")]
    public async Task<IResult> OpenAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = ApiRoutes.RunCheckpoints)] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient engine,
        CancellationToken cancellation)
    {
        var body = await RequestBody.ReadJsonAsync(
            request, SwarmJsonContext.Default.OpenCheckpointRequest, cancellation);
        var errors = new FieldErrors();
        body = body with { Key = IdempotencyKey.Read(request, errors, body.Key) };
        errors
            .Require(!string.IsNullOrWhiteSpace(body.Message), "/message", "Say what is asked.")
            .Require(body.Message.Length <= MessageMaxChars, "/message", $"{MessageMaxChars} characters at most.")
            .RequireNode(body.Node)
            .ThrowIfAny();
        var opened = await checkpoints.OpenAsync(id, body, request.GetCaller().Id, engine, cancellation);
        return Answers.Json(opened, SwarmJsonContext.Default.OpenedCheckpoint, StatusCodes.Status201Created);
    }

    [Function("ListRequestedCheckpoints")]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = ApiRoutes.RunCheckpoints)] HttpRequest request,
        string id,
        CancellationToken cancellation) =>
        Answers.Json(
            new ListPage<OpenedCheckpoint>(await checkpoints.ListAsync(id, cancellation), NextCursor: null),
            SwarmJsonContext.Default.ListPageOpenedCheckpoint);
}
