namespace Swarm.Functions.Queues.StorageQueues;

/// <summary>
/// When a queue is worth a look. A storage account cannot wake anybody and charges for every look, so all who wait in
/// this process share the looks: one each time that a pause is over, each pause twice the last while the queue stays
/// empty, and one for each message that this process knows of.
/// </summary>
internal sealed class QueuePace(TimeSpan longestPause)
{
    public static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);

    /// <summary>More looks than this at once find nothing that a few do not.</summary>
    private const int MaxKnown = 32;

    private readonly Lock _lock = new();
    private TimeSpan _pause = FirstPause;
    private DateTimeOffset _due = DateTimeOffset.MinValue;
    private int _known;

    /// <summary>Whether the caller should look now; if so, nobody else needs to for the same reason.</summary>
    public bool TryBegin(DateTimeOffset now)
    {
        lock (_lock)
        {
            if (_known > 0)
            {
                _known--;
                return true;
            }

            if (now < _due)
            {
                return false;
            }

            _due = now + _pause;
            _pause = _pause * 2 < longestPause ? _pause * 2 : longestPause;
            return true;
        }
    }

    /// <summary>A message was sent or found, so there may be more: looking is worth while again.</summary>
    /// <param name="looks">How many looks it is worth.</param>
    public void Expect(int looks)
    {
        lock (_lock)
        {
            _known = Math.Min(_known + looks, MaxKnown);
            _pause = FirstPause;
        }
    }

    /// <summary>How long until the next look is due; zero when it is now.</summary>
    public TimeSpan UntilDue(DateTimeOffset now)
    {
        lock (_lock)
        {
            return _known > 0 || _due <= now ? TimeSpan.Zero : _due - now;
        }
    }
}
