using Swarm.Core.Leases;

namespace Swarm.Functions.Leases;

/// <summary>
/// Since when heartbeats could be heard. Silence says something only if somebody listened: after a restart of the
/// control plane, and when its machine wakes up, every worker gets the time of a lease to be heard again before its
/// work goes to others. Without it, each such pause would have all running work done twice.
/// </summary>
public sealed class Listening
{
    /// <summary>By so much a wall clock may be set right without anybody having slept.</summary>
    private static readonly TimeSpan s_longestCorrection = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Sweeps look every few seconds. After so long without one the process stood still, or the machine slept and its
    /// clocks went on, as they do on Windows.
    /// </summary>
    private static readonly TimeSpan s_longestGap = TimeSpan.FromSeconds(30);

    private readonly TimeProvider _time;
    private readonly bool _isAlone;
    private readonly Lock _lock = new();
    private DateTimeOffset _since;
    private DateTimeOffset _looked;
    private long _lookedStamp;
    private bool _wasLate;

    private Listening(TimeProvider time, bool isAlone)
    {
        _time = time;
        _isAlone = isAlone;
        _looked = time.GetUtcNow();
        _lookedStamp = time.GetTimestamp();
        _since = isAlone ? _looked : DateTimeOffset.MinValue;
    }

    /// <summary>For a control plane of one process: while it does not run, nobody listens.</summary>
    public static Listening InOneProcess(TimeProvider time) => new(time, isAlone: true);

    /// <summary>For one of many processes: that this one was not there says nothing of the others.</summary>
    public static Listening InManyProcesses(TimeProvider time) => new(time, isAlone: false);

    /// <summary>Whether a worker that was not heard for the time of a lease has been silent for as long.</summary>
    public bool IsSilenceTelling()
    {
        lock (_lock)
        {
            var now = _time.GetUtcNow();

            // While a machine sleeps, the wall clock goes on and the clock of its processes stands still.
            var slept = now - _looked - _time.GetElapsedTime(_lookedStamp);

            // Only the first of several late looks is taken for a pause: where all are late, leases still have to end.
            var isLate = now - _looked > s_longestGap;
            if (_isAlone && (slept > s_longestCorrection || (isLate && !_wasLate)))
            {
                _since = now;
            }

            _wasLate = isLate;
            (_looked, _lookedStamp) = (now, _time.GetTimestamp());
            return now - _since >= LeaseRules.Duration;
        }
    }
}
