namespace Swarm.Functions.Health;

/// <summary>One more thing that the control plane depends on, as its part or its host knows it.</summary>
public interface IHealthProbe
{
    /// <summary>What it is called in the report.</summary>
    string Name { get; }

    /// <summary>What is wrong with it, in words that everybody may read; null when nothing is.</summary>
    Task<string?> FindProblemAsync(CancellationToken cancellation);
}
