using System.ComponentModel.DataAnnotations;
using Swarm.Core.Allocation;

namespace Swarm.Functions.Allocation;

/// <summary>How workers are chosen; section <c>Allocation</c> of the configuration.</summary>
public sealed class AllocationOptions
{
    /// <summary>What counts how much: <c>balanced</c> or <c>privacy-first</c>.</summary>
    public string Preset { get; set; } = AllocationWeights.BalancedName;

    /// <summary>Weights in place of a preset's; null takes the preset.</summary>
    public AllocationWeights? Weights { get; set; }

    /// <summary>How long a worker has to claim what it was given before somebody else gets it.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan ClaimWithin { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How long workers are known without a look into the table. What this process itself writes it knows at once.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan KnownFor { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The weights that count.</summary>
    /// <exception cref="InvalidOperationException">There is no such preset; options are checked at start.</exception>
    public AllocationWeights ToWeights() =>
        Weights ?? AllocationWeights.Preset(Preset)
        ?? throw new InvalidOperationException($"There is no preset '{Preset}' of weights.");
}
