namespace Swarm.Core.Documents;

/// <summary>A key of a map with its value.</summary>
internal sealed record DocumentEntry(string Key, SourcePosition Position, string Pointer, DocumentNode Value);
