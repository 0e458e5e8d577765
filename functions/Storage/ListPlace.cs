namespace Swarm.Functions.Storage;

/// <summary>A place in a list.</summary>
/// <param name="Key">Where it is.</param>
/// <param name="Id">What stands there.</param>
/// <param name="At">The time by which it stands there.</param>
public sealed record ListPlace(string Key, string Id, DateTimeOffset At);
