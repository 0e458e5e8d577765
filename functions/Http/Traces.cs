using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Swarm.Functions.Http;

/// <summary>The id that ties together what belongs to one request, in answers and logs.</summary>
public static partial class Traces
{
    public const string Header = "X-Correlation-Id";

    private const string TraceParentHeader = "traceparent";

    private static readonly object s_key = new();

    /// <summary>The caller's own id if it sent one, else the id of the trace.</summary>
    public static string Of(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Items.TryGetValue(s_key, out var known))
        {
            return (string)known!;
        }

        var trace = Find(context);
        context.Items[s_key] = trace;
        return trace;
    }

    private static string Find(HttpContext context)
    {
        var headers = context.Request.Headers;
        if (headers[Header].ToString() is var own && CorrelationId().IsMatch(own))
        {
            return own;
        }

        if (Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity)
        {
            return activity.TraceId.ToHexString();
        }

        return ActivityContext.TryParse(headers[TraceParentHeader].ToString(), null, out var parent)
            ? parent.TraceId.ToHexString()
            : ActivityTraceId.CreateRandom().ToHexString();
    }

    [GeneratedRegex("^[A-Za-z0-9._-]{1,64}$", RegexOptions.None, 1000)]
    private static partial Regex CorrelationId();
}
