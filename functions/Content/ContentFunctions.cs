using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Swarm.Contracts;
using Swarm.Functions.Http;
using Swarm.Functions.Security;

namespace Swarm.Functions.Content;

/// <summary>Large values: stored by workers, read by workers and people.</summary>
public sealed class ContentFunctions(
    ContentValues values,
    ContentIndex index,
    IContentStore store,
    ContentAccess access,
    IOptions<ContentOptions> options)
{
    private const string ContentType = "application/octet-stream";

    /// <summary>Stores a value under its hash. Storing it again changes nothing and is answered alike.</summary>
    [Roles(Role.Worker)]
    [Function("PutContent")]
    public async Task<IResult> PutAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = ApiRoutes.Content)] HttpRequest request,
        string sha256,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var hash = ContentHash.Parse(sha256);
        var maxBytes = options.Value.MaxBytesPerValue;
        if (request.ContentLength > maxBytes)
        {
            throw Problems.TooLarge(maxBytes);
        }

        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            // The store stops at the limit itself, and says which it is.
            limit.MaxRequestBodySize = null;
        }

        try
        {
            await values.PutAsync(hash, request.Body, cancellation);
            return Answers.None();
        }
        catch (ContentRefusedException exception)
        {
            throw ContentProblems.Of(exception);
        }
    }

    /// <summary>
    /// A value, or the part of it that <c>Range</c> names. It ends early, without a proper end, when what is kept turns
    /// out to be damaged.
    /// </summary>
    [Roles(Role.Admin, Role.Developer, Role.Viewer, Role.Worker)]
    [Function("GetContent")]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = ApiRoutes.Content)] HttpRequest request,
        string sha256,
        CancellationToken cancellation)
    {
        var hash = ContentHash.Parse(sha256);
        if (await access.MayReadAsync(request.GetCaller(), hash, cancellation)
            && await index.FindAsync(hash, cancellation) is { State: ContentState.Stored } known
            && await store.OpenAsync(hash, cancellation) is { } content)
        {
            var response = request.HttpContext.Response;
            response.Headers.XContentTypeOptions = "nosniff";
            response.Headers.CacheControl = "private, immutable, max-age=86400";
            response.Headers.AcceptRanges = "bytes";
            response.Headers.ETag = ContentRange.TagOf(hash).ToString();
            if (ContentRange.Of(request, hash, known.SizeBytes) is { } range)
            {
                return new ContentPart(content, range, known.SizeBytes, ContentType);
            }

            response.ContentLength = known.SizeBytes;
            return Results.Stream(content, ContentType);
        }

        // Also for what is not the caller's: a hash must not tell whether somebody else has it.
        throw Problems.NotFound($"There is no content '{hash}' for you.");
    }
}
