namespace Swarm.Core.Documents;

/// <summary>A place in a text; line and column are counted from 1.</summary>
public sealed record SourcePosition(int Line, int Column);
