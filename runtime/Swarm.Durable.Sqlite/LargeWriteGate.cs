using System.Diagnostics.CodeAnalysis;

namespace Swarm.Durable.Sqlite;

/// <summary>
/// Lets large writes into the queue as far as they fit together, so that a commit is limited by bytes and not by count
/// alone. One that never fits goes when no other large one is there. Small ones need no place: their count limits them.
/// </summary>
[SuppressMessage(
    "Design",
    "CA1001:Types that own disposable fields should be disposable",
    Justification = "They hold no handle, and who waits while the database closes must still be let through.")]
internal sealed class LargeWriteGate
{
    private const int PlaceBytes = 64 * 1024;

    private readonly int _places;
    private readonly SemaphoreSlim _free;
    private readonly SemaphoreSlim _turn = new(1);

    internal LargeWriteGate(long maxBytes)
    {
        _places = (int)Math.Clamp(maxBytes / PlaceBytes, 1, int.MaxValue);
        _free = new SemaphoreSlim(_places);
    }

    /// <summary>How many places a write of this size takes; 0 for a small one.</summary>
    internal int PlacesOf(long sizeBytes) => (int)Math.Min(sizeBytes / PlaceBytes, _places);

    internal async Task EnterAsync(int places, CancellationToken cancellation)
    {
        // One after the other: two that each held a part of the places would wait for each other for ever.
        await _turn.WaitAsync(cancellation);
        int taken = 0;
        try
        {
            for (; taken < places; taken++)
            {
                await _free.WaitAsync(cancellation);
            }
        }
        catch (OperationCanceledException)
        {
            Leave(taken);
            throw;
        }
        finally
        {
            _turn.Release();
        }
    }

    internal void Leave(int places)
    {
        if (places > 0)
        {
            _free.Release(places);
        }
    }
}
