using Microsoft.AspNetCore.Http;
using Swarm.Durable;
using Swarm.Durable.Client;
using Swarm.Embedded.Durable;
using Swarm.Embedded.Functions;

namespace Swarm.Embedded.Management;

/// <summary>Does what is asked with instances.</summary>
internal sealed class InstanceCommands(
    DurableTaskClient client, FunctionCatalog catalog, InstanceReads reads, SystemKey key)
{
    /// <summary>How long a start can wait for the end; requests on Azure Functions last 230 seconds at most.</summary>
    private const int StartWaitMaxSeconds = 230;

    private readonly HashSet<string> _orchestrations = new(
        catalog.Of(TriggerKind.Orchestration).Select(FunctionOrchestrator.NameOf), StringComparer.OrdinalIgnoreCase);

    public async Task<IResult> StartAsync(HttpRequest request, string name, string? instanceId)
    {
        if (!_orchestrations.Contains(name))
        {
            throw new BadHttpRequestException($"There is no orchestrator function '{name}'.");
        }

        var wait = request.Number("timeout");
        var id = await client.ScheduleNewOrchestrationInstanceAsync(
            name,
            await request.BodyAsync(),
            new StartOrchestrationOptions { InstanceId = instanceId },
            request.HttpContext.RequestAborted);
        return wait is { } seconds && await EndAsync(request, id, seconds) is { } ended
            ? reads.Status(request, ended)
            : Started(request, id);
    }

    public async Task<IResult> RaiseEventAsync(HttpRequest request, string instanceId, string eventName)
    {
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
        var id = await client.RestartAsync(instanceId, withNewId, request.HttpContext.RequestAborted);
        return Started(request, id);
    }

    public async Task<IResult> PurgeAsync(HttpRequest request, string instanceId) =>
        Purged(await client.PurgeInstanceAsync(instanceId, request.HttpContext.RequestAborted));

    public async Task<IResult> PurgeAllAsync(HttpRequest request)
    {
        var from = request.Instant("createdTimeFrom")
            ?? throw new BadHttpRequestException("Deleting several instances needs 'createdTimeFrom'.");
        var filter = new PurgeInstancesFilter(from, request.Instant("createdTimeTo"), request.Statuses());
        return Purged(await client.PurgeAllInstancesAsync(filter, request.HttpContext.RequestAborted));
    }

    private static IResult Purged(PurgeResult result) => result.PurgedInstanceCount > 0
        ? Results.Ok(new { instancesDeleted = result.PurgedInstanceCount })
        : Results.NotFound();

    private IResult Started(HttpRequest request, string instanceId) =>
        reads.Accepted(request, instanceId, InstanceLinks.For(request, instanceId, key));

    /// <summary>The instance, if it ends in so many seconds.</summary>
    private async Task<OrchestrationMetadata?> EndAsync(HttpRequest request, string instanceId, int seconds)
    {
        var caller = request.HttpContext.RequestAborted;
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(caller);
        cancellation.CancelAfter(TimeSpan.FromSeconds(Math.Min(seconds, StartWaitMaxSeconds)));
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
