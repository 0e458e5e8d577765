using Swarm.Contracts.WorkItems;

namespace Swarm.Functions.WorkLogs;

/// <summary>Lines of a log as they are stored together.</summary>
/// <param name="Token">The fencing token under which they came.</param>
/// <param name="Lines">The lines, in order.</param>
public sealed record LogChunkDocument(long Token, IReadOnlyList<LogLine> Lines);
