using Microsoft.Extensions.Configuration;
using Swarm.Core.Allocation;
using Swarm.Functions.Allocation;
using Swarm.Tests.Functions.Harness;

namespace Swarm.Tests.Functions.Allocation;

public sealed class AllocationOptionsTests
{
    [Fact]
    public void The_defaults_are_balanced_weights_and_fifteen_seconds_to_claim()
    {
        var options = new AllocationOptions();

        Assert.Equal(AllocationWeights.Balanced, options.ToWeights());
        Assert.Equal(TimeSpan.FromSeconds(15), options.ClaimWithin);
        Assert.Equal(TimeSpan.FromSeconds(5), options.KnownFor);
    }

    [Theory]
    [InlineData("balanced", true)]
    [InlineData("privacy-first", true)]
    [InlineData("fastest", false)]
    public void A_preset_has_one_of_the_known_names(string preset, bool isValid) =>
        Assert.Equal(
            isValid, new AllocationOptionsCheck().Validate(null, new AllocationOptions { Preset = preset }).Succeeded);

    [Theory]
    [InlineData(40, 0, true)]
    [InlineData(0, 0, false)]
    [InlineData(-1, 40, false)]
    [InlineData(double.NaN, 40, false)]
    public void Weights_are_numbers_from_0_on_and_not_all_0(double match, double privacy, bool isValid)
    {
        var options = new AllocationOptions { Weights = new AllocationWeights { Match = match, Privacy = privacy } };

        Assert.Equal(isValid, new AllocationOptionsCheck().Validate(null, options).Succeeded);
    }

    [Fact]
    public void The_configuration_sets_a_preset_or_single_weights()
    {
        var options = new AllocationOptions();
        var settings = new Dictionary<string, string?>
        {
            ["Allocation:Preset"] = "privacy-first",
            ["Allocation:Weights:Match"] = "70",
            ["Allocation:Weights:Affinity"] = "much",
        };

        AllocationSettings.Read(options, new ConfigurationBuilder().AddInMemoryCollection(settings).Build());

        Assert.Equal(("privacy-first", 70), (options.Preset, options.Weights?.Match));
        Assert.False(new AllocationOptionsCheck().Validate(null, options).Succeeded);
    }

    [Fact]
    public async Task The_weights_that_are_set_are_those_of_the_decision()
    {
        await using var app = new TestApp(services => Microsoft.Extensions.DependencyInjection
            .OptionsServiceCollectionExtensions.Configure<AllocationOptions>(
                services, options => options.Preset = "privacy-first"));
        await app.JoinAsync("one", owner: null);

        await app.DispatchAsync(Fleet.Spec());

        var weights = (await app.DecisionAsync()).Weights;
        Assert.Equal(["privacy", "resources", "tool"], weights.Keys.Order());
        Assert.Equal(50, weights["tool"]);
    }
}
