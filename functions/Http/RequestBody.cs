using System.Buffers;
using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Swarm.Contracts.Problems;

namespace Swarm.Functions.Http;

/// <summary>Reads request bodies, never more than the endpoint allows.</summary>
public static partial class RequestBody
{
    public const int DefaultMaxBytes = 64 * 1024;

    private const int BufferBytes = 16 * 1024;

    private static readonly string[] s_required = ["This field is required."];

    /// <summary>The body as JSON of the given type.</summary>
    /// <exception cref="ApiProblemException">413 when it is too large; 400, with the field, when it cannot be
    /// read.</exception>
    public static async Task<T> ReadJsonAsync<T>(
        HttpRequest request, JsonTypeInfo<T> type, CancellationToken cancellation, int maxBytes = DefaultMaxBytes)
        where T : class =>
        Parse(await ReadBytesAsync(request, maxBytes, cancellation), type);

    /// <summary>The body as JSON of the given type, or <paramref name="missing"/> when there is no body.</summary>
    /// <exception cref="ApiProblemException">413 when it is too large; 400, with the field, when it cannot be
    /// read.</exception>
    public static async Task<T> ReadOptionalJsonAsync<T>(
        HttpRequest request,
        JsonTypeInfo<T> type,
        T missing,
        CancellationToken cancellation,
        int maxBytes = DefaultMaxBytes)
        where T : class
    {
        var body = await ReadBytesAsync(request, maxBytes, cancellation);
        return body.IsEmpty ? missing : Parse(body, type);
    }

    /// <summary>
    /// The body; one that came compressed (<c>Content-Encoding: gzip</c>) as it was before. The limit holds for both.
    /// </summary>
    /// <exception cref="ApiProblemException">
    /// 413 when it is too large, 415 when it is compressed in another way, 400 when it is damaged.
    /// </exception>
    public static async Task<ReadOnlyMemory<byte>> ReadBytesAsync(
        HttpRequest request, int maxBytes, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.ContentLength > maxBytes)
        {
            throw Problems.TooLarge(maxBytes);
        }

        switch (request.Headers.ContentEncoding.ToString())
        {
            case "" or "identity":
                return await ReadAsync(request.Body, (int)(request.ContentLength ?? 0), maxBytes, cancellation);
            case "gzip":
                await using (var plain = new GZipStream(request.Body, CompressionMode.Decompress, leaveOpen: true))
                {
                    return await ReadCompressedAsync(plain, maxBytes, cancellation);
                }

            default:
                throw Problems.Of(
                    StatusCodes.Status415UnsupportedMediaType,
                    ProblemCodes.Malformed,
                    "The request cannot be read",
                    "A body may be compressed with gzip, or not at all.");
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ReadCompressedAsync(
        Stream plain, int maxBytes, CancellationToken cancellation)
    {
        try
        {
            return await ReadAsync(plain, 0, maxBytes, cancellation);
        }
        catch (InvalidDataException)
        {
            throw Problems.Malformed("", "The body is damaged: it is not what gzip makes.");
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(
        Stream body, int expectedBytes, int maxBytes, CancellationToken cancellation)
    {
        using var content = new MemoryStream(expectedBytes);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            int read;
            while ((read = await body.ReadAsync(buffer, cancellation)) > 0)
            {
                if (content.Length + read > maxBytes)
                {
                    throw Problems.TooLarge(maxBytes);
                }

                content.Write(buffer, 0, read);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return content.ToArray();
    }

    private static T Parse<T>(ReadOnlyMemory<byte> body, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(body.Span, type)
                ?? throw Problems.Malformed("", "The body must be a JSON object, not null.");
        }
        catch (JsonException exception)
        {
            throw Unreadable(exception, body.Length);
        }
    }

    private static ApiProblemException Unreadable(JsonException exception, int bodyBytes)
    {
        if (bodyBytes == 0)
        {
            return Problems.Malformed("", "The body is empty; send a JSON object.");
        }

        var missing = MissingProperties().Match(exception.Message);
        if (missing.Success)
        {
            var names = QuotedName()
                .Matches(missing.Groups["names"].Value)
                .Select(match => match.Groups["name"].Value)
                .ToList();
            var at = JsonPointer.FromPath(exception.Path);
            var errors = names.ToDictionary(name => $"{at}/{name}", _ => s_required);
            return Problems.Of(
                StatusCodes.Status400BadRequest,
                ProblemCodes.Malformed,
                "The request cannot be read",
                $"Required fields are missing: {string.Join(", ", names)}.",
                errors);
        }

        var place = exception.LineNumber is { } line
            ? $" (line {line + 1}, byte {exception.BytePositionInLine + 1})"
            : "";
        return Problems.Malformed(
            JsonPointer.FromPath(exception.Path), $"This is not the JSON expected here{place}: {Reason(exception)}");
    }

    /// <summary>What is wrong, without the position that the serializer appends to its own messages.</summary>
    private static string Reason(JsonException exception)
    {
        var cut = exception.Message.IndexOf(" Path: ", StringComparison.Ordinal);
        return cut < 0 ? exception.Message : exception.Message[..cut];
    }

    [GeneratedRegex("missing required properties including: (?<names>[^\n]*)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex MissingProperties();

    [GeneratedRegex("'(?<name>[^']+)'", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex QuotedName();
}
