namespace Swarm.Core.References;

/// <summary>
/// A piece of a template: plain text, a reference, or something that wants to be a reference and is none.
/// </summary>
/// <param name="Text">The plain text; for the others the source, <c>${…}</c>.</param>
/// <param name="Reference">Where the reference leads; null for the others.</param>
/// <param name="Problem">What is wrong with it; null if nothing.</param>
public sealed record TemplatePart(string Text, DataPath? Reference = null, string? Problem = null);
