using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Swarm.Embedded.Functions;
using Swarm.Embedded.Worker;

namespace Swarm.Embedded.Http;

/// <summary>Gives each HTTP function its route.</summary>
internal static class HttpFunctionEndpoints
{
    public static void MapFunctions(
        this IEndpointRouteBuilder routes,
        IEnumerable<FunctionDescriptor> functions,
        string routePrefix,
        HttpFunctionHandler handler)
    {
        foreach (var function in functions)
        {
            var pattern = $"{routePrefix.Trim('/')}/{FunctionRules.RouteOf(function).TrimStart('/')}";
            RequestDelegate answer = http => handler.HandleAsync(http, function);
            var methods = ((HttpTriggerAttribute)function.Trigger).Methods ?? [];
            var endpoint = methods.Length > 0
                ? routes.MapMethods(pattern, methods, answer)
                : routes.Map(pattern, answer);
            endpoint.WithDisplayName(function.Name);
        }
    }
}
