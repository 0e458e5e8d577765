using Swarm.Functions.Health;

namespace Swarm.Functions.Content;

/// <summary>
/// Whether there is room for large values. Work whose output finds none ends without it, so a store that is all but
/// full counts as one that does not work. For hosts on which measuring takes no time.
/// </summary>
internal sealed class ContentRoom(IContentStore store, ContentOptions options) : IHealthProbe
{
    /// <summary>Of all the room there is; less where one value may not have so much.</summary>
    private const int LeastShare = 100;

    public string Name => "content";

    public async Task<string?> FindProblemAsync(CancellationToken cancellation)
    {
        var used = await store.MeasureAsync(cancellation);
        var least = Math.Min(options.MaxBytesPerValue, options.MaxBytesTotal / LeastShare);
        return options.MaxBytesTotal - used >= least
            ? null
            : $"{used:#,##0} of {options.MaxBytesTotal:#,##0} bytes for large values are taken. Let runs be removed "
                + $"sooner, or raise '{ContentSettings.MaxBytesTotal}'.";
    }
}
