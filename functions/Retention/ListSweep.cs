using Microsoft.Extensions.Options;
using Swarm.Functions.Checkpoints;
using Swarm.Functions.Clarifications;
using Swarm.Functions.DeadLetters;
using Swarm.Functions.Runs;
using Swarm.Functions.Storage;

namespace Swarm.Functions.Retention;

/// <summary>
/// Clears the lists of what waits for people: an entry whose run is gone names nothing any more. The run's row is what
/// counts, so it needs no step of its own when a run is removed, also finds what was entered and never stored, and goes
/// on wherever it is cut off.
/// </summary>
public sealed class ListSweep(
    Projections lists, RunStore runs, IOptions<RetentionOptions> options, TimeProvider time)
{
    /// <summary>How many entries one sweep looks at.</summary>
    public const int MaxPerSweep = 500;

    /// <summary>In each of them an id begins with that of its run.</summary>
    private static readonly string[] s_lists =
    [
        DeadLetterStore.AllList,
        ClarificationStore.AllList,
        ClarificationStore.OpenList,
        CheckpointRows.AllList,
        CheckpointRows.OpenList,
    ];

    private DateTimeOffset _nextPass = DateTimeOffset.MinValue;
    private int _list;
    private string? _after;

    public async Task RunAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (options.Value.KeepRuns is not { } kept || now < _nextPass)
        {
            return;
        }

        // What is younger is of a run that stays: it was asked before the end of its run.
        var old = await lists.BeforeAsync(s_lists[_list], now - kept, _after, MaxPerSweep, cancellation);
        var known = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach (var place in old)
        {
            var runId = DeadLetterDocument.RunIdOf(place.Id);
            if (!known.TryGetValue(runId, out var isThere))
            {
                known[runId] = isThere = await runs.FindAsync(runId, cancellation) is not null;
            }

            if (!isThere)
            {
                await lists.LeaveAsync(s_lists[_list], place.At, place.Id, cancellation);
            }

            _after = place.Key;
        }

        if (old.Count < MaxPerSweep)
        {
            (_list, _after) = ((_list + 1) % s_lists.Length, null);
            _nextPass = _list == 0 ? now + options.Value.SweptEvery : now;
        }
    }
}
