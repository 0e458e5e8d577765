using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Swarm.Durable.Client;
using Swarm.Durable.Dispatch;

namespace Swarm.Embedded.Management;

/// <summary>
/// The HTTP management API of Durable Functions: its routes, parameters, statuses and payloads, so that its clients
/// work here unchanged. It is the host's own: the app's middleware does not run around it, the system key guards it.
/// </summary>
internal static class ManagementEndpoints
{
    public const string Root = "/runtime/webhooks/durabletask";

    public static void MapManagement(
        this IEndpointRouteBuilder routes,
        SystemKey key,
        InstanceReads reads,
        InstanceCommands commands,
        EntityEndpoints entities)
    {
        const string one = "/instances/{instanceId}";
        var api = routes.MapGroup(Root).AddEndpointFilter((call, next) => GuardAsync(call, next, key));
        api.MapGet("/instances", reads.ListAsync);
        api.MapDelete("/instances", commands.PurgeAllAsync);
        api.MapGet(one, reads.GetAsync);
        api.MapDelete(one, commands.PurgeAsync);
        api.MapPost(one + "/raiseEvent/{eventName}", commands.RaiseEventAsync);
        api.MapPost(one + "/terminate", commands.TerminateAsync);
        api.MapPost(one + "/suspend", commands.SuspendAsync);
        api.MapPost(one + "/resume", commands.ResumeAsync);
        api.MapPost(one + "/rewind", commands.RewindAsync);
        api.MapPost(one + "/restart", commands.RestartAsync);
        api.MapPost("/orchestrators/{name}/{instanceId?}", commands.StartAsync);
        entities.Map(api);
    }

    private static async ValueTask<object?> GuardAsync(
        EndpointFilterInvocationContext call, EndpointFilterDelegate next, SystemKey key)
    {
        if (!key.IsIn(call.HttpContext.Request))
        {
            return Results.Unauthorized();
        }

        try
        {
            return await next(call);
        }
        catch (InstanceNotFoundException)
        {
            return Results.NotFound();
        }
        catch (InstanceEndedException)
        {
            return Results.StatusCode(StatusCodes.Status410Gone);
        }
        catch (InstanceNotFailedException exception)
        {
            var hasEnded = exception.Status is OrchestrationRuntimeStatus.Completed
                or OrchestrationRuntimeStatus.Terminated;
            return hasEnded
                ? Results.StatusCode(StatusCodes.Status410Gone)
                : Told(StatusCodes.Status400BadRequest, exception);
        }
        catch (OrchestrationAlreadyExistsException exception)
        {
            return Told(StatusCodes.Status409Conflict, exception);
        }
        catch (NotSupportedException exception)
        {
            return Told(StatusCodes.Status501NotImplemented, exception);
        }
        catch (Exception exception) when (exception is ArgumentException or BadHttpRequestException)
        {
            return Told(StatusCodes.Status400BadRequest, exception);
        }
    }

    private static IResult Told(int status, Exception exception) =>
        Results.Json(new Dictionary<string, string> { ["Message"] = exception.Message }, statusCode: status);
}
