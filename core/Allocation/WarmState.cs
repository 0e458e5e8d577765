namespace Swarm.Core.Allocation;

/// <summary>What a worker need not fetch or load first.</summary>
public sealed record WarmState
{
    public static WarmState None { get; } = new();

    public IReadOnlyList<string> Repositories { get; init; } = [];

    public IReadOnlyList<string> Sessions { get; init; } = [];

    public IReadOnlyList<string> Models { get; init; } = [];
}
