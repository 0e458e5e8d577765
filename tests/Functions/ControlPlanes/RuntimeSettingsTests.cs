using System.Text.Json;

namespace Swarm.Tests.Functions.ControlPlanes;

/// <summary>
/// What the control plane's file of runtime settings says. A property of the project that is misspelt builds all the
/// same, and for a day the collector of garbage was the one that takes twice as long.
/// </summary>
public sealed class RuntimeSettingsTests
{
    [Fact]
    public void The_control_plane_runs_with_the_collector_for_servers_and_without_recompilation_by_profile()
    {
        var file = Path.Combine(AppContext.BaseDirectory, "Swarm.Functions.runtimeconfig.json");
        using var settings = JsonDocument.Parse(File.ReadAllBytes(file));

        var properties = settings.RootElement.GetProperty("runtimeOptions").GetProperty("configProperties");

        Assert.True(properties.GetProperty("System.GC.Server").GetBoolean());
        Assert.False(properties.GetProperty("System.Runtime.TieredPGO").GetBoolean());
    }
}
