using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Swarm.Functions.Http;

/// <summary>Versions of things that people edit: <c>ETag</c> tells them, <c>If-Match</c> demands them.</summary>
public static class ETags
{
    /// <summary>Tells the revision of the thing that is answered.</summary>
    public static void Write(HttpRequest request, int revision)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.HttpContext.Response.Headers.ETag = $"\"{revision}\"";
    }

    /// <summary>The revision that <c>If-Match</c> names; null when it is not sent or takes every one.</summary>
    /// <exception cref="ApiProblemException">400: it is no ETag of ours.</exception>
    public static int? IfMatch(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var text = request.Headers[HeaderNames.IfMatch].ToString();
        if (text is "" or "*")
        {
            return null;
        }

        return int.TryParse(text.Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
            ? revision
            : throw Problems.Malformed("/If-Match", "If-Match takes the ETag of the thing as it was read, or *.");
    }
}
