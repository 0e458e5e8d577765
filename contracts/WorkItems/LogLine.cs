namespace Swarm.Contracts.WorkItems;

/// <summary>One line that the work printed.</summary>
/// <param name="At">When it was read.</param>
/// <param name="Stream">Where it was printed: <c>stdout</c>, <c>stderr</c>, <c>tool</c> for what an AI tool does, or
/// <c>agent</c> for the worker agent's own words.</param>
/// <param name="Text">The line without its end; longer ones are cut at 8 KiB and say so.</param>
public sealed record LogLine(DateTimeOffset At, string Stream, string Text);
