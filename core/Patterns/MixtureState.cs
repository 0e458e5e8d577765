using Swarm.Core.Graph;

namespace Swarm.Core.Patterns;

/// <summary>
/// Experts that answer side by side, as a pure state machine: when enough have answered, and when that cannot come any
/// more.
/// </summary>
/// <param name="experts">How many there are.</param>
/// <param name="quorum">How many answers are enough.</param>
public sealed class MixtureState(int experts, int quorum)
{
    private readonly List<string> _answered = [];
    private int _open = experts;

    /// <summary>The experts whose answers count, in the order in which they came.</summary>
    public IReadOnlyList<string> Answered => _answered;

    /// <summary>True once enough have answered, or cannot any more: nobody else is waited for.</summary>
    public bool IsSettled { get; private set; }

    /// <summary>How it was settled; holds once it is.</summary>
    public NodeOutcome Outcome { get; private set; } = NodeOutcome.Completed;

    /// <summary>Why there are not enough answers; null otherwise.</summary>
    public string? Reason { get; private set; }

    /// <summary>Tells how an expert ended. What comes once all is settled is ignored.</summary>
    public void Complete(string expert, NodeOutcome outcome, string? reason)
    {
        _open--;
        if (IsSettled)
        {
            return;
        }

        if (outcome == NodeOutcome.Completed)
        {
            _answered.Add(expert);
            IsSettled = _answered.Count >= quorum;
        }
        else if (_answered.Count + _open < quorum)
        {
            Settle(
                outcome,
                $"Only {_answered.Count} of the {quorum} answers that are needed have come. The last to fail was "
                + $"'{expert}'{(reason is null ? "." : $": {reason}")}");
        }
    }

    /// <summary>Waits for no answers any more.</summary>
    public void Cancel(string reason)
    {
        if (!IsSettled)
        {
            Settle(NodeOutcome.Cancelled, reason);
        }
    }

    private void Settle(NodeOutcome outcome, string reason)
    {
        IsSettled = true;
        Outcome = outcome;
        Reason = reason;
    }
}
