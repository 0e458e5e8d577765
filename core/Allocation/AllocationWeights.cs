using Swarm.Contracts.Allocation;

namespace Swarm.Core.Allocation;

/// <summary>How much each part of a score counts. A part without weight is not looked at.</summary>
public sealed record AllocationWeights
{
    /// <summary>The name of <see cref="Balanced"/>.</summary>
    public const string BalancedName = "balanced";

    /// <summary>The name of <see cref="PrivacyFirst"/>.</summary>
    public const string PrivacyFirstName = "privacy-first";

    /// <summary>Whoever suits best, with an eye on how loaded he is.</summary>
    public static AllocationWeights Balanced { get; } = new()
    {
        Match = 40,
        Availability = 30,
        Balance = 20,
        Affinity = 10,
    };

    /// <summary>Whoever surely can, with an eye on whose machine it is.</summary>
    public static AllocationWeights PrivacyFirst { get; } = new() { Tool = 50, Resources = 30, Privacy = 20 };

    public double Match { get; init; }

    public double Availability { get; init; }

    public double Balance { get; init; }

    public double Affinity { get; init; }

    public double Tool { get; init; }

    public double Resources { get; init; }

    public double Privacy { get; init; }

    /// <summary>The preset of a name; null when there is none.</summary>
    public static AllocationWeights? Preset(string name) => name switch
    {
        BalancedName => Balanced,
        PrivacyFirstName => PrivacyFirst,
        _ => null,
    };

    /// <summary>The parts that count, with their weights.</summary>
    public IReadOnlyList<(AllocationPart Part, double Weight)> Parts() =>
    [
        .. new[]
        {
            (AllocationPart.Match, Match),
            (AllocationPart.Availability, Availability),
            (AllocationPart.Balance, Balance),
            (AllocationPart.Affinity, Affinity),
            (AllocationPart.Tool, Tool),
            (AllocationPart.Resources, Resources),
            (AllocationPart.Privacy, Privacy),
        }.Where(part => part.Item2 > 0),
    ];
}
