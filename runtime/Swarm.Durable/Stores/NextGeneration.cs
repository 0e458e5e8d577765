namespace Swarm.Durable.Stores;

/// <summary>How an instance continues as new: its history is dropped and it has yet to start again.</summary>
/// <param name="Version">The version of the new generation.</param>
/// <param name="Input">Its input as text.</param>
/// <param name="KeptMessages">Messages that go back to the inbox under their old numbers.</param>
public sealed record NextGeneration(string Version, string? Input, IReadOnlyList<StoredMessage> KeptMessages);
