using Swarm.Functions.Content;

namespace Swarm.Tests.Functions.Harness;

/// <summary>The real content store behind a crash point.</summary>
internal sealed class CrashingContent(IContentStore inner, CrashPoint crash) : IContentStore
{
    public Task<long> WriteAsync(ContentHash hash, Stream content, CancellationToken cancellation)
    {
        crash.BeforeWrite();
        return inner.WriteAsync(hash, content, cancellation);
    }

    public Task<Stream?> OpenAsync(ContentHash hash, CancellationToken cancellation) =>
        inner.OpenAsync(hash, cancellation);

    public Task DeleteAsync(ContentHash hash, CancellationToken cancellation)
    {
        crash.BeforeWrite();
        return inner.DeleteAsync(hash, cancellation);
    }

    public Task<long> MeasureAsync(CancellationToken cancellation) => inner.MeasureAsync(cancellation);
}
