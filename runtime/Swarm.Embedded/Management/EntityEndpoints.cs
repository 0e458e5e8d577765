using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Swarm.Durable.Client;
using Swarm.Durable.Client.Entities;
using Swarm.Durable.Entities;
using Swarm.Embedded.Durable;
using Swarm.Embedded.Functions;

namespace Swarm.Embedded.Management;

/// <summary>Reads, lists and signals entities over HTTP, as the management API of Durable Functions does.</summary>
internal sealed class EntityEndpoints(DurableTaskClient client, FunctionCatalog catalog)
{
    private const int PageMaxEntities = 1000;

    private readonly HashSet<string> _entities = new(
        catalog.Of(TriggerKind.Entity).Select(FunctionEntity.NameOf), StringComparer.OrdinalIgnoreCase);

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/entities", (HttpRequest request) => ListAsync(request, null));
        api.MapGet("/entities/{name}", ListAsync);
        api.MapGet("/entities/{name}/{key}", GetAsync);
        api.MapPost("/entities/{name}/{key}", SignalAsync);
    }

    /// <summary>The answer is the state itself.</summary>
    private async Task<IResult> GetAsync(HttpRequest request, string name, string key)
    {
        var entity = await client.Entities.GetEntityAsync(
            new EntityInstanceId(name, key), includeState: true, request.HttpContext.RequestAborted);
        return entity is { IncludesState: true } ? Results.Json(PayloadJson.Parse(entity.State.Value))
            : Results.NotFound();
    }

    private async Task<IResult> ListAsync(HttpRequest request, string? name)
    {
        var query = new EntityQuery
        {
            InstanceIdStartsWith = name is null ? null : new EntityInstanceId(name, string.Empty).ToString(),
            LastModifiedFrom = request.Instant("lastOperationTimeFrom"),
            LastModifiedTo = request.Instant("lastOperationTimeTo"),
            IncludeState = request.Flag("fetchState", otherwise: false),
            PageSize = Math.Min(request.Number("top") ?? PageMaxEntities, PageMaxEntities),
            ContinuationToken = request.ContinuationToken(),
        };
        await foreach (var page in client.Entities.GetAllEntitiesAsync(query).AsPages())
        {
            request.SetContinuationToken(page.ContinuationToken);
            return Results.Ok(page.Values.Select(EntityView.Of));
        }

        return Results.Ok(Array.Empty<EntityView>());
    }

    private async Task<IResult> SignalAsync(HttpRequest request, string name, string key)
    {
        if (!_entities.Contains(name))
        {
            return Results.NotFound();
        }

        if (request.ContentLength is > 0 && !request.HasJsonContentType())
        {
            throw new BadHttpRequestException("The input of an operation is application/json.");
        }

        var operation = request.Text("op")
            ?? throw new BadHttpRequestException("'op' must name the operation.");
        await client.Entities.SignalEntityAsync(
            new EntityInstanceId(name, key),
            operation,
            await request.BodyAsync(),
            options: null,
            request.HttpContext.RequestAborted);
        return Results.Accepted();
    }
}
