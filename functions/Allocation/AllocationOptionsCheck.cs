using Microsoft.Extensions.Options;
using Swarm.Core.Allocation;

namespace Swarm.Functions.Allocation;

/// <summary>What must hold of the weights.</summary>
internal sealed class AllocationOptionsCheck : IValidateOptions<AllocationOptions>
{
    public ValidateOptionsResult Validate(string? name, AllocationOptions options)
    {
        if (options.Weights is not { } weights)
        {
            return AllocationWeights.Preset(options.Preset) is null
                ? ValidateOptionsResult.Fail(
                    $"Allocation:Preset is '{options.Preset}'; there are {AllocationWeights.BalancedName} and "
                    + $"{AllocationWeights.PrivacyFirstName}.")
                : ValidateOptionsResult.Success;
        }

        double[] all =
        [
            weights.Match, weights.Availability, weights.Balance, weights.Affinity, weights.Tool, weights.Resources,
            weights.Privacy,
        ];
        return all.All(weight => weight >= 0 && double.IsFinite(weight)) && all.Sum() > 0
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail("Allocation:Weights must be numbers from 0 on, and not all of them 0.");
    }
}
