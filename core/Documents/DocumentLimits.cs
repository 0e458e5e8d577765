namespace Swarm.Core.Documents;

/// <summary>The limits of a document: what one stranger's text can cost.</summary>
internal sealed record DocumentLimits(int MaxBytes, int MaxDepth, int MaxValues);
