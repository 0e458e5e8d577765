using Swarm.Core.Graph;
using Swarm.Core.Workflows;

namespace Swarm.Core.Patterns;

/// <summary>
/// Pieces of work that run side by side, as a pure state machine: which to start, and how the whole ends. A step costs
/// what it changes.
/// </summary>
/// <param name="first">The number of the first piece.</param>
/// <param name="count">How many there are.</param>
/// <param name="maxParallel">How many run at a time.</param>
/// <param name="rule">What a failure means for the others.</param>
public sealed class FanOutState(int first, int count, int maxParallel, FailureRule rule)
{
    private readonly HashSet<int> _running = [];
    private readonly int _end = first + count;
    private int _next = first;

    /// <summary>True once the whole has failed or is cancelled: nothing more starts.</summary>
    public bool IsStopping { get; private set; }

    /// <summary>True once nothing runs and nothing can start.</summary>
    public bool IsFinished => _running.Count == 0 && (IsStopping || _next == _end);

    /// <summary>How the whole ends; holds once it is finished.</summary>
    public NodeOutcome Outcome { get; private set; } = NodeOutcome.Completed;

    /// <summary>Why it failed or was cancelled; null otherwise.</summary>
    public string? Reason { get; private set; }

    /// <summary>The pieces to start now, each told once.</summary>
    public IReadOnlyList<int> TakeReady()
    {
        var ready = new List<int>();
        while (!IsStopping && _running.Count < maxParallel && _next < _end)
        {
            _running.Add(_next);
            ready.Add(_next++);
        }

        return ready;
    }

    /// <summary>Tells how a piece ended.</summary>
    /// <exception cref="InvalidOperationException">It does not run.</exception>
    public void Complete(int index, NodeOutcome outcome, string? reason)
    {
        if (!_running.Remove(index))
        {
            throw new InvalidOperationException(
                $"Item {index} does not run. Its result was probably told twice.");
        }

        if (outcome == NodeOutcome.Cancelled)
        {
            Stop(outcome, reason ?? $"Item {index} was cancelled.");
        }
        else if (outcome == NodeOutcome.Failed && rule == FailureRule.FailFast)
        {
            Stop(outcome, reason is null ? $"Item {index} failed." : $"Item {index} failed: {reason}");
        }
    }

    /// <summary>Starts nothing more. Changes nothing once the whole has failed or ended.</summary>
    public void Cancel(string reason)
    {
        if (!IsFinished)
        {
            Stop(NodeOutcome.Cancelled, reason);
        }
    }

    private void Stop(NodeOutcome outcome, string reason)
    {
        if (!IsStopping)
        {
            IsStopping = true;
            Outcome = outcome;
            Reason = reason;
        }
    }
}
