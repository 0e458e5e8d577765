using Microsoft.AspNetCore.Http;
using Swarm.Durable;
using Swarm.Durable.Client;
using Swarm.Embedded.Durable;
using Swarm.Embedded.Functions;

namespace Swarm.Embedded.Management;

/// <summary>Does what is asked with instances.</summary>
internal sealed class InstanceCommands(DurableTaskClient client, FunctionCatalog catalog, InstanceReads reads)
{
    /// <summary>How long a start can wait for the end: requests on Azure Functions last no longer.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(230);

    private readonly HashSet<string> _orchestrations = new(
        catalog.Of(TriggerKind.Orchestration).Select(FunctionOrchestrator.NameOf), StringComparer.OrdinalIgnoreCase);

    public async Task<IResult> StartAsync(HttpRequest request, string name, string? instanceId)
    {
        if (!_orchestrations.Contains(name))
        {
            throw new BadHttpRequestException($"There is no orchestrator function '{name}'.");
        }

        var wait = Wait(request);
        var id = await client.ScheduleNewOrchestrationInstanceAsync(
            name,
            await request.BodyAsync(),
            new StartOrchestrationOptions { InstanceId = instanceId },
            request.HttpContext.RequestAborted);
        return await StartedAsync(request, id, wait);
    }

    public async Task<IResult> RaiseEventAsync(HttpRequest request, string instanceId, string eventName)
    {
        var instance = await client.GetInstancesAsync(instanceId, request.HttpContext.RequestAborted);
        if (instance is null or { IsCompleted: true })
        {
            return instance is null ? Results.NotFound() : Results.StatusCode(StatusCodes.Status410Gone);
        }

        if (!request.HasJsonContentType())
        {
            throw new BadHttpRequestException("The payload of an event is application/json.");
        }

        await client.RaiseEventAsync(
            instanceId, eventName, await request.BodyAsync(), request.HttpContext.RequestAborted);
        return Results.Accepted();
    }

    public async Task<IResult> TerminateAsync(HttpRequest request, string instanceId)
    {
        await client.TerminateInstanceAsync(instanceId, request.Text("reason"), request.HttpContext.RequestAborted);
        return Results.Accepted();
    }

    public async Task<IResult> SuspendAsync(HttpRequest request, string instanceId)
    {
        await client.SuspendInstanceAsync(instanceId, request.Text("reason"), request.HttpContext.RequestAborted);
        return Results.Accepted();
    }

    public async Task<IResult> ResumeAsync(HttpRequest request, string instanceId)
    {
        await client.ResumeInstanceAsync(instanceId, request.Text("reason"), request.HttpContext.RequestAborted);
        return Results.Accepted();
    }

    public async Task<IResult> RewindAsync(HttpRequest request, string instanceId)
    {
        await client.RewindInstanceAsync(
            instanceId, request.Text("reason") ?? string.Empty, request.HttpContext.RequestAborted);
        return Results.Accepted();
    }

    public async Task<IResult> RestartAsync(HttpRequest request, string instanceId)
    {
        var withNewId = request.Flag("restartWithNewInstanceId", otherwise: true);
        var wait = Wait(request);
        var id = await client.RestartAsync(instanceId, withNewId, request.HttpContext.RequestAborted);
        return await StartedAsync(request, id, wait);
    }

    /// <summary>One that still runs is there and is not purged: its count is 0.</summary>
    public async Task<IResult> PurgeAsync(HttpRequest request, string instanceId)
    {
        var cancellation = request.HttpContext.RequestAborted;
        return await client.GetInstancesAsync(instanceId, cancellation) is null
            ? Results.NotFound()
            : Purged(await client.PurgeInstanceAsync(instanceId, cancellation));
    }

    public async Task<IResult> PurgeAllAsync(HttpRequest request)
    {
        var from = request.Instant("createdTimeFrom")
            ?? throw new BadHttpRequestException("Deleting several instances needs 'createdTimeFrom'.");
        var filter = new PurgeInstancesFilter(from, request.Instant("createdTimeTo"), request.Statuses());
        var result = await client.PurgeAllInstancesAsync(filter, request.HttpContext.RequestAborted);
        return result.PurgedInstanceCount > 0 ? Purged(result) : Results.NotFound();
    }

    private static IResult Purged(PurgeResult result) =>
        Results.Ok(new { instancesDeleted = result.PurgedInstanceCount });

    /// <summary>
    /// How long a start waits for the end. The end is signalled here, so there is no polling; its interval is checked
    /// as in the original.
    /// </summary>
    private static TimeSpan? Wait(HttpRequest request)
    {
        var wait = request.Seconds("timeout");
        return request.Seconds("pollingInterval") > wait
            ? throw new BadHttpRequestException("The 'pollingInterval' is longer than the 'timeout'.")
            : wait;
    }

    /// <summary>The output of an instance that completes in time; its status if it ends otherwise; else 202.</summary>
    private async Task<IResult> StartedAsync(HttpRequest request, string instanceId, TimeSpan? wait)
    {
        if (wait is not { } longest || await EndAsync(request, instanceId, longest) is not { } ended)
        {
            return reads.Started(request, instanceId);
        }

        return ended.RuntimeStatus == OrchestrationRuntimeStatus.Completed
            ? Results.Json(PayloadJson.Parse(ended.SerializedOutput))
            : InstanceReads.Status(request, ended);
    }

    /// <summary>The instance, if it ends in time.</summary>
    private async Task<OrchestrationMetadata?> EndAsync(HttpRequest request, string instanceId, TimeSpan wait)
    {
        var caller = request.HttpContext.RequestAborted;
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(caller);
        cancellation.CancelAfter(wait < LongestWait ? wait : LongestWait);
        try
        {
            return await client.WaitForInstanceCompletionAsync(
                instanceId, getInputsAndOutputs: true, cancellation.Token);
        }
        catch (OperationCanceledException) when (!caller.IsCancellationRequested)
        {
            return null;
        }
    }
}
