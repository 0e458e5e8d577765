namespace Swarm.Functions.Pending;

/// <summary>
/// Redoes effects of one kind. It looks at the row that the effect belongs to, does what is missing, and may be called
/// any number of times, also while the request that made the effect is still at work.
/// </summary>
public interface IPendingHandler
{
    /// <summary>One of <see cref="PendingKinds"/>.</summary>
    string Kind { get; }

    Task<PendingOutcome> RedoAsync(PendingDocument effect, DurableTaskClient engine, CancellationToken cancellation);
}
