using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Swarm.Functions.Content;

/// <summary>The part of a value that a request asks for, so that a download that broke goes on where it was.</summary>
/// <param name="First">The first byte.</param>
/// <param name="Last">The last byte; before the first when the request asks for none that there are.</param>
internal sealed record ContentRange(long First, long Last)
{
    public long Length => Last - First + 1;

    /// <summary>Whether the value has what is asked for; 416 otherwise.</summary>
    public bool IsSatisfiable => Length > 0;

    /// <summary>
    /// The range of a request; null when it names none, or several, or what is no range of bytes: then it gets all. A
    /// value never changes, so <c>If-Range</c> only says that what the caller has is of another one.
    /// </summary>
    public static ContentRange? Of(HttpRequest request, ContentHash hash, long size)
    {
        ArgumentNullException.ThrowIfNull(request);
        var headers = request.GetTypedHeaders();
        if (headers.Range is not { Ranges: { Count: 1 } ranges } range
            || !range.Unit.Equals("bytes", StringComparison.OrdinalIgnoreCase)
            || (headers.IfRange?.EntityTag is { } tag && !tag.Equals(TagOf(hash))))
        {
            return null;
        }

        var (from, to) = (ranges.First().From, ranges.First().To);
        return from is { } first
            ? new ContentRange(first, Math.Min(to ?? size - 1, size - 1))
            : new ContentRange(Math.Max(size - (to ?? 0), 0), size - 1);
    }

    /// <summary>The tag of a value: its hash.</summary>
    public static EntityTagHeaderValue TagOf(ContentHash hash) => new($"\"{hash.Text}\"");
}
