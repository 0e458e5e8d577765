using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Swarm.Durable.Client;

namespace Swarm.Embedded.Management;

/// <summary>Answers what is asked about instances.</summary>
internal sealed class InstanceReads(DurableTaskClient client, SystemKey key)
{
    private const int PageMaxInstances = 1000;

    // How long a client waits before it asks for the first time, and before it asks again.
    private const string FirstPollSeconds = "10";
    private const string PollSeconds = "5";

    public async Task<IResult> GetAsync(HttpRequest request, string instanceId)
    {
        var instance = await client.GetInstancesAsync(
            instanceId, getInputsAndOutputs: true, request.HttpContext.RequestAborted);
        return instance is null ? Results.NotFound()
            : request.Flag("showHistory", otherwise: false) ? Status(request, instance, await HistoryAsync())
            : Status(request, instance);

        async Task<JsonArray> HistoryAsync() => HistoryEvents.Show(
            await client.GetOrchestrationHistoryAsync(instanceId, request.HttpContext.RequestAborted),
            request.Flag("showInput", otherwise: true),
            request.Flag("showHistoryOutput", otherwise: false));
    }

    public async Task<IResult> ListAsync(HttpRequest request)
    {
        var query = new OrchestrationQuery
        {
            CreatedFrom = request.Instant("createdTimeFrom"),
            CreatedTo = request.Instant("createdTimeTo"),
            Statuses = request.Statuses(),
            InstanceIdPrefix = request.Text("instanceIdPrefix"),
            PageSize = Math.Min(request.Number("top") ?? PageMaxInstances, PageMaxInstances),
            FetchInputsAndOutputs = true,
        };
        var token = request.ContinuationToken();
        var showInput = request.Flag("showInput", otherwise: true);
        await foreach (var page in client.GetAllInstancesAsync(query).AsPages(token, query.PageSize))
        {
            request.SetContinuationToken(page.ContinuationToken);
            return Results.Ok(page.Values.Select(instance => InstanceStatus.Of(instance, showInput)));
        }

        return Results.Ok(Array.Empty<InstanceStatus>());
    }

    /// <summary>200 for an instance that has ended; 202 with the address to ask again for one that runs.</summary>
    public static IResult Status(HttpRequest request, OrchestrationMetadata instance, JsonArray? history = null)
    {
        var status = InstanceStatus.Of(instance, request.Flag("showInput", otherwise: true)) with
        {
            HistoryEvents = history,
        };
        if (!instance.IsCompleted)
        {
            // Whoever follows the address asks again for what it has asked for.
            request.HttpContext.Response.Headers.RetryAfter = PollSeconds;
            return Results.Accepted(request.GetEncodedUrl(), status);
        }

        var isServerError = instance.RuntimeStatus == OrchestrationRuntimeStatus.Failed
            && request.Flag("returnInternalServerErrorOnFailure", otherwise: false);
        return Results.Json(
            status, statusCode: isServerError ? StatusCodes.Status500InternalServerError : StatusCodes.Status200OK);
    }

    /// <summary>202 with the address to ask at.</summary>
    public IResult Started(HttpRequest request, string instanceId)
    {
        var links = InstanceLinks.For(request, instanceId, key);
        request.HttpContext.Response.Headers.RetryAfter = FirstPollSeconds;
        return Results.Accepted(links.StatusQueryGetUri, links);
    }
}
