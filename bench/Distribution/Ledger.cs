using System.Collections.Concurrent;
using Swarm.Contracts.WorkItems;

namespace Swarm.Bench.Distribution;

/// <summary>What workers did and which of it was taken, as they were told themselves.</summary>
internal sealed class Ledger
{
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<long, bool>> _taken = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _runEnds = new();
    private readonly ConcurrentQueue<string> _faults = new();
    private int _claims;
    private int _deaths;
    private int _duplicates;
    private int _stale;
    private int _lost;
    private int _stalls;
    private int _stalling;

    internal int Claims => Volatile.Read(ref _claims);

    internal int Deaths => Volatile.Read(ref _deaths);

    internal int Duplicates => Volatile.Read(ref _duplicates);

    internal int StaleReports => Volatile.Read(ref _stale);

    internal int LostLeases => Volatile.Read(ref _lost);

    internal int Stalls => Volatile.Read(ref _stalls);

    /// <summary>How many workers are silent at work now.</summary>
    internal int Stalling => Volatile.Read(ref _stalling);

    internal int Taken => _taken.Count;

    /// <summary>What must never happen and did, in sentences.</summary>
    internal IReadOnlyCollection<string> Faults => _faults;

    /// <summary>What a worker reports as its output: it names the one delivery of which it is the result.</summary>
    internal static string OutputOf(string workItemId, long token) => $"{workItemId} under {token}";

    internal void NoteClaim() => Interlocked.Increment(ref _claims);

    internal void NoteDeath() => Interlocked.Increment(ref _deaths);

    internal void NoteDuplicate() => Interlocked.Increment(ref _duplicates);

    internal void NoteStale() => Interlocked.Increment(ref _stale);

    internal void NoteLost() => Interlocked.Increment(ref _lost);

    internal void BeginStall()
    {
        Interlocked.Increment(ref _stalls);
        Interlocked.Increment(ref _stalling);
    }

    internal void EndStall() => Interlocked.Decrement(ref _stalling);

    internal void NoteFault(string sentence) => _faults.Enqueue(sentence);

    internal void NoteTaken(WorkItem item)
    {
        _taken.GetOrAdd(item.Id, static _ => new ConcurrentDictionary<long, bool>())[item.Token] = true;
        if (item.Node == LoadWorkflow.LastNode)
        {
            RunEnd(item.RunId).TrySetResult();
        }
    }

    /// <summary>Completes when the last node of a run was reported: its end is near.</summary>
    internal Task WhenLastNodeIsReported(string runId) => RunEnd(runId).Task;

    /// <summary>The deliveries of a work item whose reports were taken; more than one is a fault.</summary>
    internal IReadOnlyCollection<long> TokensTaken(string workItemId) =>
        _taken.TryGetValue(workItemId, out var tokens) ? [.. tokens.Keys] : [];

    private TaskCompletionSource RunEnd(string runId) => _runEnds.GetOrAdd(
        runId, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
