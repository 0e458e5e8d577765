using Microsoft.Extensions.Configuration;
using Swarm.Durable.Worker;
using Swarm.Embedded.Configuration;

namespace Swarm.Tests.Embedded.Configuration;

public sealed class SettingsFileTests : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Without_a_file_the_defaults_are_those_of_Azure_Functions()
    {
        var hostJson = HostJson.Read(_folder.Path);

        Assert.Equal("api", hostJson.RoutePrefix);
        Assert.Null(hostJson.FunctionTimeout);
        Assert.Null(hostJson.Versioning);
        Assert.Null(hostJson.Retention);
    }

    [Fact]
    public void The_version_of_orchestrations_is_read()
    {
        Write(HostJson.FileName, """
            { "extensions": { "durableTask": { "defaultVersion": "2.0", "versionMatchStrategy": "strict" } } }
            """);

        var versioning = HostJson.Read(_folder.Path).Versioning!;

        Assert.Equal(("2.0", "2.0"), (versioning.Version, versioning.DefaultVersion));
        Assert.Equal(DurableTaskWorkerOptions.VersionMatchStrategy.Strict, versioning.MatchStrategy);
        Assert.Equal(DurableTaskWorkerOptions.VersionFailureStrategy.Reject, versioning.FailureStrategy);
    }

    [Fact]
    public void Route_prefix_time_limit_and_log_levels_are_read()
    {
        Write(HostJson.FileName, """
            {
              // Comments are allowed here.
              "extensions": { "http": { "routePrefix": "" }, "durableTask": { "retention": "30.00:00:00" } },
              "functionTimeout": "00:10:00",
              "logging": { "logLevel": { "Swarm": "Debug" } }
            }
            """);

        var hostJson = HostJson.Read(_folder.Path);

        Assert.Equal(string.Empty, hostJson.RoutePrefix);
        Assert.Equal(TimeSpan.FromMinutes(10), hostJson.FunctionTimeout);
        Assert.Equal(TimeSpan.FromDays(30), hostJson.Retention);
        var level = Assert.Single(HostJson.LogLevels(_folder.Path));
        Assert.Equal(("Logging:LogLevel:Swarm", "Debug"), (level.Key, level.Value));
    }

    [Theory]
    [InlineData("""{ "functionTimeout": "soon" }""", "functionTimeout 'soon'")]
    [InlineData("""{ "functionTimeout": """, "host.json")]
    [InlineData("""{ "extensions": { "durableTask": { "retention": "old" } } }""", "retention 'old'")]
    [InlineData(
        """{ "extensions": { "durableTask": { "defaultVersion": "1", "versionFailureStrategy": "Cry" } } }""",
        "versionFailureStrategy 'Cry'")]
    public void What_cannot_be_read_is_told_with_the_name_of_the_file(string text, string expected)
    {
        Write(HostJson.FileName, text);

        var error = Assert.Throws<InvalidDataException>(() => HostJson.Read(_folder.Path));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_of_the_local_settings_become_configuration()
    {
        Write(LocalSettings.FileName, """{ "IsEncrypted": false, "Values": { "A": "1", "Sweeper__Schedule": "x" } }""");

        var configuration = new ConfigurationBuilder().AddInMemoryCollection(LocalSettings.Read(_folder.Path)).Build();

        Assert.Equal("1", configuration["A"]);
        Assert.Equal("x", configuration["Sweeper:Schedule"]);
    }

    [Fact]
    public void Encrypted_local_settings_are_refused()
    {
        Write(LocalSettings.FileName, """{ "IsEncrypted": true, "Values": {} }""");

        Assert.Throws<InvalidDataException>(() => LocalSettings.Read(_folder.Path));
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder.Path, name), text);
}
