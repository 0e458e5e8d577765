using Swarm.Tests.Architecture.ApiSurface;
using Swarm.Tests.Architecture.Orchestrations.Samples;
using Swarm.Tests.Architecture.Sources;

namespace Swarm.Tests.Architecture.Orchestrations;

public sealed class DeterminismTests
{
    private const string Orchestrations = "Swarm.Functions.Orchestrations.";

    [Fact]
    public void Orchestrators_touch_nothing_that_changes_between_two_replays() => Gate.Hold(Determinism.Offences(
        PathOf("Swarm.Functions"), type => type.StartsWith(Orchestrations, StringComparison.Ordinal)));

    /// <summary>The rules that orchestrators leave to the core are run again as often as they are.</summary>
    [Fact]
    public void The_core_touches_nothing_that_changes_either() => Gate.Hold(Determinism.Offences(
        PathOf("Swarm.Core"), type => !type.StartsWith(Determinism.Ids, StringComparison.Ordinal)));

    [Theory]
    [InlineData("System.DateTime.get_UtcNow")]
    [InlineData("System.DateTimeOffset.get_Now")]
    [InlineData("System.Guid.NewGuid")]
    [InlineData("System.Random.Next")]
    [InlineData("System.Environment.GetEnvironmentVariable")]
    [InlineData("System.IO.File.ReadAllText")]
    [InlineData("System.Net.Http.HttpClient.GetStringAsync")]
    [InlineData("System.Threading.Tasks.Task.Run")]
    [InlineData("System.Threading.Tasks.Task.Delay")]
    [InlineData("System.Threading.Tasks.Task`1.ConfigureAwait")]
    [InlineData("System.Threading.Thread.Sleep")]
    [InlineData("System.Diagnostics.Stopwatch.GetTimestamp")]
    [InlineData("_count is a static field that can change")]
    public void An_offence_is_seen(string offence)
    {
        var offences = Determinism.Offences(
            PathOf("Swarm.Tests.Architecture"),
            type => type.StartsWith(typeof(OffendingOrchestrator).FullName!, StringComparison.Ordinal));

        Assert.Contains(offences, found => found.Contains(offence, StringComparison.Ordinal));
    }

    [Fact]
    public void A_pure_orchestrator_passes() => Assert.Empty(Determinism.Offences(
        PathOf("Swarm.Tests.Architecture"),
        type => type.StartsWith(typeof(PureOrchestrator).FullName!, StringComparison.Ordinal)));

    private static string PathOf(string assembly) =>
        CompiledTypes.ReferencePaths.Single(path => Path.GetFileNameWithoutExtension(path) == assembly);
}
