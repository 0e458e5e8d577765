using Swarm.Durable.Client;

namespace Swarm.Durable.Stores;

/// <summary>What became of the wish to rewind an instance.</summary>
/// <param name="Message">The message that was put into its inbox; null if it was refused.</param>
/// <param name="Status">The status that it was found in; null if there is no such instance.</param>
public sealed record RewindOutcome(StoredMessage? Message, OrchestrationRuntimeStatus? Status);
