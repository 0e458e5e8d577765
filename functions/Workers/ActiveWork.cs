using Azure;

namespace Swarm.Functions.Workers;

/// <summary>One row of who holds what.</summary>
/// <param name="WorkerId">Who.</param>
/// <param name="WorkItemId">What.</param>
/// <param name="Claim">Since the claim.</param>
/// <param name="ETag">The row's version.</param>
public sealed record ActiveWork(string WorkerId, string WorkItemId, ActiveWorkDocument Claim, ETag ETag);
