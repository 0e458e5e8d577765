using Microsoft.AspNetCore.Http;
using Swarm.Embedded.Invocations;

namespace Swarm.Embedded.Worker;

/// <summary>The HTTP side of an invocation.</summary>
public static class FunctionContextExtensions
{
    /// <summary>The HTTP context, or null when the function was not triggered by a request.</summary>
    public static HttpContext? GetHttpContext(this FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Items.TryGetValue(ItemKeys.HttpContext, out var value) ? value as HttpContext : null;
    }
}
