using Microsoft.AspNetCore.Http;

namespace Swarm.Functions.Content;

/// <summary>Answers with a part of a value, or that it has no such part.</summary>
internal sealed class ContentPart(Stream content, ContentRange range, long size, string type) : IResult
{
    private const int BufferBytes = 64 * 1024;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        await using var all = content;
        var response = httpContext.Response;
        if (!range.IsSatisfiable)
        {
            response.StatusCode = StatusCodes.Status416RangeNotSatisfiable;
            response.Headers.ContentRange = $"bytes */{size}";
            response.ContentLength = 0;
            return;
        }

        response.StatusCode = StatusCodes.Status206PartialContent;
        response.ContentType = type;
        response.ContentLength = range.Length;
        response.Headers.ContentRange = $"bytes {range.First}-{range.Last}/{size}";
        var (toSkip, left) = (range.First, range.Length);
        var buffer = new byte[BufferBytes];

        // What lies before the part is read as well: what is kept is compared with its hash from the beginning.
        while (left > 0 && await all.ReadAsync(buffer, httpContext.RequestAborted) is > 0 and var count)
        {
            var skipped = (int)Math.Min(toSkip, count);
            var taken = (int)Math.Min(left, count - skipped);
            toSkip -= skipped;
            left -= taken;
            await response.Body.WriteAsync(buffer.AsMemory(skipped, taken), httpContext.RequestAborted);
        }
    }
}
