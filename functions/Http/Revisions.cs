using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Swarm.Functions.Http;

/// <summary>Revisions of what people edit, in the headers <c>ETag</c> and <c>If-Match</c>.</summary>
public static class Revisions
{
    /// <summary>The revision that the caller has read; null when he does not say.</summary>
    /// <exception cref="ApiProblemException">400: the header is no revision of ours.</exception>
    public static int? Expected(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var header = request.Headers.IfMatch.ToString();
        if (header.Length == 0 || header == "*")
        {
            return null;
        }

        return int.TryParse(header.Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
            ? revision
            : throw Problems.Malformed("/If-Match", "Give the header ETag of the last answer.");
    }

    /// <summary>Tells the revision of what is answered.</summary>
    public static void Tell(HttpRequest request, int revision)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.HttpContext.Response.Headers.ETag = $"\"{revision.ToString(CultureInfo.InvariantCulture)}\"";
    }
}
