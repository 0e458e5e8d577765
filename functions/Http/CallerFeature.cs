using Microsoft.AspNetCore.Http;
using Swarm.Functions.Security;

namespace Swarm.Functions.Http;

/// <summary>Hands the caller from the middleware to the function.</summary>
public static class CallerFeature
{
    private static readonly object s_key = new();

    public static void SetCaller(this HttpContext context, Caller caller)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Items[s_key] = caller;
    }

    /// <summary>Who makes the request.</summary>
    public static Caller GetCaller(this HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.HttpContext.Items.TryGetValue(s_key, out var caller) ? (Caller)caller! : Caller.Anonymous;
    }
}
