namespace Swarm.WorkerAgent.Processes;

/// <summary>
/// Barks when a command takes too long in all, prints nothing for too long, or goes on after it told its result.
/// </summary>
internal sealed class Watchdog : IDisposable
{
    /// <summary>AI tools write their session to disk after the result; ended sooner, they lose its end.</summary>
    public static readonly TimeSpan LingerLimit = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource over = new();
    private readonly Lock gate = new();
    private readonly TimeSpan idleLimit;
    private readonly ITimer total;
    private readonly ITimer idle;
    private EndedHow reason = EndedHow.ByItself;
    private bool hasResult;
    private TimeSpan settledFor;

    public Watchdog(TimeProvider time, TimeSpan totalLimit, TimeSpan? idleLimit)
    {
        this.idleLimit = idleLimit ?? Timeout.InfiniteTimeSpan;
        total = time.CreateTimer(_ => Bark(EndedHow.TimeLimit), null, totalLimit, Timeout.InfiniteTimeSpan);
        idle = time.CreateTimer(_ => BarkAtSilence(), null, this.idleLimit, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Cancelled when it barks.</summary>
    public CancellationToken Over => over.Token;

    /// <summary>What it barked at first; <see cref="EndedHow.ByItself"/> as long as it did not.</summary>
    public EndedHow Reason
    {
        get
        {
            lock (gate)
            {
                return reason;
            }
        }
    }

    /// <summary>More words to the reason, if there are any.</summary>
    public string? Words { get; private set; }

    /// <summary>The command printed something.</summary>
    public void Touch()
    {
        lock (gate)
        {
            if (!hasResult && idleLimit != Timeout.InfiniteTimeSpan)
            {
                idle.Change(idleLimit, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>The command told its result, or a question: nothing more is to come of it.</summary>
    /// <param name="limit">How long it may go on; a later call can only shorten that.</param>
    public void Settle(TimeSpan limit)
    {
        lock (gate)
        {
            if (!hasResult || limit < settledFor)
            {
                (hasResult, settledFor) = (true, limit);
                idle.Change(limit, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>Barks, if it has not yet.</summary>
    public void Bark(EndedHow why, string? words = null)
    {
        lock (gate)
        {
            if (reason != EndedHow.ByItself)
            {
                return;
            }

            (reason, Words) = (why, words);
        }

        try
        {
            over.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The command ended at this very moment.
        }
    }

    public void Dispose()
    {
        total.Dispose();
        idle.Dispose();
        over.Dispose();
    }

    private void BarkAtSilence()
    {
        bool settled;
        lock (gate)
        {
            settled = hasResult;
        }

        Bark(settled ? EndedHow.Lingering : EndedHow.Silence);
    }
}
