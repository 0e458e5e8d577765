namespace Swarm.Functions.Content;

/// <summary>What is stored of a value beside the value itself.</summary>
/// <param name="State">Where it stands.</param>
/// <param name="SizeBytes">How many bytes it has; 0 until it is stored.</param>
/// <param name="TouchedAt">When somebody stored it or referred to it last.</param>
public sealed record ContentDocument(ContentState State, long SizeBytes, DateTimeOffset TouchedAt);
