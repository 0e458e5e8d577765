using System.Text;
using System.Text.Json;
using Swarm.Contracts.Content;
using Swarm.Core.Content;
using Swarm.Core.Json;
using Swarm.Functions.Http;

namespace Swarm.Functions.Content;

/// <summary>
/// Stores and reads values. The row comes first, then the value, then the row that says it is there: cut off anywhere,
/// storing it again ends it, and what nobody stores again the sweeper removes.
/// </summary>
public sealed class ContentValues(IContentStore store, ContentIndex index)
{
    /// <summary>Stores what a stream brings; the stream is read to its end also when the value is there.</summary>
    /// <exception cref="ContentRefusedException">It is not taken.</exception>
    /// <exception cref="ApiProblemException">503: the value is being removed just now.</exception>
    public async Task PutAsync(ContentHash hash, Stream content, CancellationToken cancellation)
    {
        await index.BeginAsync(hash, cancellation);
        var size = await store.WriteAsync(hash, content, cancellation);
        await index.EndAsync(hash, size, cancellation);
    }

    /// <summary>Stores a value for a run.</summary>
    /// <exception cref="ContentRefusedException">It is not taken.</exception>
    public async Task<ContentReference> PutAsync(
        string runId, ReadOnlyMemory<byte> value, ContentType type, CancellationToken cancellation)
    {
        var hash = ContentHash.Of(value.Span);
        if (await index.ReferAsync(hash, runId, cancellation) is null)
        {
            using var content = new MemoryStream(value.ToArray(), writable: false);
            await PutAsync(hash, content, cancellation);
            if (await index.ReferAsync(hash, runId, cancellation) is null)
            {
                throw new InvalidOperationException($"The content '{hash}' went away while it was stored.");
            }
        }

        return ContentReference.Of(hash.Text, value.Length, type);
    }

    /// <summary>Stores a JSON value for a run if it is large: a text as text, anything else as JSON.</summary>
    /// <returns>The value itself, or the claim check in its place.</returns>
    public async Task<JsonElement> PutIfLargeAsync(
        string runId, JsonElement value, CancellationToken cancellation)
    {
        var isText = value.ValueKind == JsonValueKind.String;
        var text = isText ? value.GetString()! : value.GetRawText();
        if (Encoding.UTF8.GetByteCount(text) <= ContentReference.InlineMaxBytes)
        {
            return value;
        }

        var type = isText ? ContentType.Text : ContentType.Json;
        var reference = await PutAsync(runId, Encoding.UTF8.GetBytes(text), type, cancellation);
        return ClaimChecks.ToJson(reference);
    }

    /// <summary>The value that a claim check stands for.</summary>
    /// <exception cref="InvalidDataException">It is not there, damaged, or not what the claim check says.</exception>
    public async Task<JsonElement> ReadAsync(ContentReference reference, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(reference);
        await using var content = await store.OpenAsync(ContentHash.Of(reference), cancellation)
            ?? throw new InvalidDataException($"The content '{reference.Ref}' is not there (any more).");
        using var value = new MemoryStream();
        await content.CopyToAsync(value, cancellation);
        if (reference.Type == ContentType.Text)
        {
            var text = Encoding.UTF8.GetString(value.GetBuffer(), 0, (int)value.Length);
            return JsonSerializer.SerializeToElement(text, CoreJsonContext.Default.String);
        }

        value.Position = 0;
        using var document = await JsonDocument.ParseAsync(value, cancellationToken: cancellation);
        return document.RootElement.Clone();
    }
}
