namespace Swarm.Contracts.Tasks;

/// <summary>The order in which tasks are done.</summary>
/// <param name="Waves">Those of a wave may be done side by side, once the waves before it are done.</param>
public sealed record TaskOrderResponse(IReadOnlyList<IReadOnlyList<string>> Waves);
