using Microsoft.Extensions.Logging;

namespace Swarm.Functions.Pending;

/// <summary>Does what was stored and, because of a crash or a failure, not done.</summary>
public sealed class PendingSweep(
    PendingStore pending, IEnumerable<IPendingHandler> handlers, ILogger<PendingSweep> logger)
{
    /// <summary>How many effects of a shard one sweep does; the rest is due still at the next.</summary>
    public const int MaxPerShard = 200;

    private static readonly TimeSpan s_longestPause = TimeSpan.FromMinutes(5);

    private readonly Dictionary<string, IPendingHandler> _handlers =
        handlers.ToDictionary(handler => handler.Kind, StringComparer.Ordinal);

    public async Task RunAsync(DurableTaskClient engine, CancellationToken cancellation)
    {
        for (var shard = 0; shard < PendingStore.Shards; shard++)
        {
            foreach (var effect in await pending.DueAsync(shard, MaxPerShard, cancellation))
            {
                await RedoAsync(effect, engine, cancellation);
            }
        }
    }

    private async Task RedoAsync(PendingEffect effect, DurableTaskClient engine, CancellationToken cancellation)
    {
        if (!_handlers.TryGetValue(effect.Document.Kind, out var handler))
        {
            // A newer version may have written it; it keeps until one that knows it sweeps.
            Logs.PendingKindUnknown(logger, effect.Document.Kind, effect.RowKey);
            await pending.MoveAsync(effect, s_longestPause, cancellation);
            return;
        }

        try
        {
            var outcome = await handler.RedoAsync(effect.Document, engine, cancellation);
            if (outcome.Again is { } pause)
            {
                var healthy = effect with { Document = effect.Document with { Failures = 0 } };
                await pending.MoveAsync(healthy, pause, cancellation);
            }
            else
            {
                await pending.ClearAsync(effect, cancellation);
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // One effect that fails must not keep the others waiting.
            var failures = effect.Document.Failures + 1;
            Logs.PendingFailed(logger, effect.Document.Kind, effect.RowKey, failures, exception);
            var failed = effect with { Document = effect.Document with { Failures = failures } };
            await pending.MoveAsync(failed, Pause(failures), cancellation);
        }
    }

    private static TimeSpan Pause(int failures)
    {
        var pause = TimeSpan.FromSeconds(Math.Pow(2, Math.Min(failures, 10)));
        return pause < s_longestPause ? pause : s_longestPause;
    }
}
