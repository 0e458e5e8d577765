using System.Globalization;
using Microsoft.Extensions.Configuration;
using Swarm.Core.Allocation;

namespace Swarm.Functions.Allocation;

/// <summary>Reads the options of the allocator from the section <c>Allocation</c> of the configuration.</summary>
internal static class AllocationSettings
{
    private const string Section = "Allocation";

    public static void Read(AllocationOptions options, IConfiguration configuration)
    {
        options.Preset = configuration[$"{Section}:Preset"] ?? options.Preset;
        var weights = configuration.GetSection($"{Section}:Weights");
        if (weights.Exists())
        {
            options.Weights = new AllocationWeights
            {
                Match = Number(weights, "Match"),
                Availability = Number(weights, "Availability"),
                Balance = Number(weights, "Balance"),
                Affinity = Number(weights, "Affinity"),
                Tool = Number(weights, "Tool"),
                Resources = Number(weights, "Resources"),
                Privacy = Number(weights, "Privacy"),
            };
        }
    }

    /// <summary>A part that is not named has no weight; what is no number is refused by the check.</summary>
    private static double Number(IConfiguration section, string name) => section[name] is not { } text ? 0
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number
        : double.NaN;
}
