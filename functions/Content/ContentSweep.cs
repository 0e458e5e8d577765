using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Swarm.Functions.Runs;
using Swarm.Functions.Storage;

namespace Swarm.Functions.Content;

/// <summary>
/// Removes values that no run refers to any more, a few at a time. A run that is gone counts as none, so removing a
/// run's rows is all that has to be done for its content.
/// </summary>
public sealed class ContentSweep(
    ContentIndex index,
    IContentStore store,
    RunStore runs,
    IOptions<ContentOptions> options,
    ContentPause pause,
    TimeProvider time,
    ILogger<ContentSweep> logger)
{
    /// <summary>How many values one sweep looks at.</summary>
    public const int MaxPerSweep = 100;

    /// <summary>How many references of one value a sweep looks at; the rest comes at the next pass.</summary>
    private const int MaxReferences = 50;

    private DateTimeOffset _nextPass = DateTimeOffset.MinValue;
    private string _after = "";

    public async Task RunAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (now < _nextPass || pause.IsHeld)
        {
            return;
        }

        var found = await index.UntouchedAsync(now - options.Value.KeptFor, _after, MaxPerSweep, cancellation);
        foreach (var (hash, head) in found)
        {
            await RemoveIfUnusedAsync(hash, head, cancellation);
            _after = hash.Text;
        }

        if (found.Count < MaxPerSweep)
        {
            (_after, _nextPass) = ("", now + options.Value.SweptEvery);
        }
    }

    private async Task RemoveIfUnusedAsync(
        ContentHash hash, Stored<ContentDocument> head, CancellationToken cancellation)
    {
        if (await IsUsedAsync(hash, cancellation)
            || !await index.TryBeginRemovalAsync(hash, head, cancellation))
        {
            return;
        }

        await store.DeleteAsync(hash, cancellation);
        await index.EndRemovalAsync(hash, cancellation);
        Logs.ContentRemoved(logger, hash.Text, head.Document.SizeBytes);
    }

    private async Task<bool> IsUsedAsync(ContentHash hash, CancellationToken cancellation)
    {
        var references = await index.RunsOfAsync(hash, MaxReferences, cancellation);
        var live = 0;
        foreach (var runId in references)
        {
            if (await runs.FindAsync(runId, cancellation) is not null)
            {
                live++;
            }
            else
            {
                await index.ReleaseAsync(hash, runId, cancellation);
            }
        }

        return live > 0 || references.Count == MaxReferences;
    }
}
