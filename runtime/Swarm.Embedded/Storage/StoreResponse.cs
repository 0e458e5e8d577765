using System.Diagnostics.CodeAnalysis;
using Azure;
using Azure.Core;

namespace Swarm.Embedded.Storage;

/// <summary>The answer of a store that speaks no HTTP: a status, and the version if there is one.</summary>
internal sealed class StoreResponse(int status, ETag etag = default) : Response
{
    public override int Status => status;

    public override string ReasonPhrase => string.Empty;

    public override Stream? ContentStream { get; set; }

    public override string ClientRequestId { get; set; } = string.Empty;

    public override void Dispose() => ContentStream?.Dispose();

    protected override bool TryGetHeader(string name, [NotNullWhen(true)] out string? value)
    {
        value = IsETag(name) ? etag.ToString() : null;
        return value is not null;
    }

    protected override bool TryGetHeaderValues(string name, [NotNullWhen(true)] out IEnumerable<string>? values)
    {
        values = TryGetHeader(name, out var value) ? [value] : null;
        return values is not null;
    }

    protected override bool ContainsHeader(string name) => IsETag(name);

    protected override IEnumerable<HttpHeader> EnumerateHeaders() =>
        TryGetHeader(HttpHeader.Names.ETag, out var value) ? [new HttpHeader(HttpHeader.Names.ETag, value)] : [];

    private bool IsETag(string name) =>
        etag != default && string.Equals(name, HttpHeader.Names.ETag, StringComparison.OrdinalIgnoreCase);
}
