using Azure;

namespace Swarm.Functions.Storage;

/// <summary>A document as it was read, with the version that a change of it must name.</summary>
/// <param name="Document">The document.</param>
/// <param name="ETag">Its version.</param>
public sealed record Stored<T>(T Document, ETag ETag);
