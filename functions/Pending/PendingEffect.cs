namespace Swarm.Functions.Pending;

/// <summary>An effect that is still to do, as it stands in its row.</summary>
/// <param name="Shard">The row's partition.</param>
/// <param name="RowKey">The row's key: when it is due, and its id.</param>
/// <param name="Document">What to do.</param>
public sealed record PendingEffect(string Shard, string RowKey, PendingDocument Document);
