using System.Net;
using System.Net.Sockets;
using Swarm.Embedded.Startup;
using Swarm.Tests.Embedded.Samples;

namespace Swarm.Tests.Embedded.Hosting;

/// <summary>What keeps the host from starting is told in a sentence that names the culprit.</summary>
public sealed class RefusalTests : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(typeof(BadSamples.NotPublic), "NotPublic.Run: the method must be public")]
    [InlineData(typeof(BadSamples.ClassNotPublic), "ClassNotPublic.Run: the class must be public")]
    [InlineData(typeof(BadSamples.NoTrigger), "NoTrigger.Run: a function has one trigger, this has 0")]
    [InlineData(typeof(BadSamples.TwoTriggers), "TwoTriggers.Run: a function has one trigger, this has 2")]
    [InlineData(typeof(BadSamples.BadName), "BadName.Run: the name '9 lives'")]
    [InlineData(typeof(BadSamples.SameNames),
        "The name 'Twin' is given to")]
    [InlineData(typeof(BadSamples.SameRoutes), "'GET same' is served by")]
    [InlineData(typeof(BadSamples.NeedsKey), "NeedsKey.Run: the level Function needs keys")]
    [InlineData(typeof(BadSamples.ReservedRoute), "ReservedRoute.Run: the route 'admin/things'")]
    [InlineData(typeof(BadSamples.BrokenRoute), "BrokenRoute.Run: the route 'a/{b' cannot be read")]
    [InlineData(typeof(BadSamples.WrongRequestType),
        "WrongRequestType.Run: the HTTP trigger belongs on")]
    [InlineData(typeof(BadSamples.WrongContextType), "WrongContextType.Run: the orchestration trigger belongs on")]
    [InlineData(typeof(BadSamples.WrongDispatcherType), "WrongDispatcherType.Run: the entity trigger belongs on")]
    [InlineData(typeof(BadSamples.WrongEntityName), "WrongEntityName.Run: 'a@b' is no name of an entity")]
    [InlineData(typeof(BadSamples.SameEntities), "The entity 'F' is run by")]
    [InlineData(typeof(BadSamples.WrongTimerType), "WrongTimerType.Run: the timer trigger belongs on a TimerInfo")]
    [InlineData(typeof(BadSamples.WrongClientType), "WrongClientType.Run: the parameter 'client': [DurableClient] and")]
    [InlineData(typeof(BadSamples.WrongSchedule), "WrongSchedule.Run: 'every day' is no schedule")]
    [InlineData(typeof(BadSamples.UnknownSetting), "UnknownSetting.Run: the setting %NoSuchSetting%")]
    public async Task A_wrong_function_is_named_with_what_is_wrong(Type functions, string expected)
    {
        await using var host = RunningApp.Build([functions], _folder.Path);

        var refusal = await Assert.ThrowsAsync<HostStartException>(
            () => host.StartOrThrowAsync(CancellationToken.None));

        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(1, refusal.ExitCode);
    }

    [Fact]
    public async Task A_taken_port_is_named_with_the_variable_to_change()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        await using var host = RunningApp.Build([], _folder.Path, url: $"http://127.0.0.1:{port}");

        var refusal = await Assert.ThrowsAsync<HostStartException>(
            () => host.StartOrThrowAsync(CancellationToken.None));

        Assert.Contains($"Port {port} is taken", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("SWARM_URL", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(3, refusal.ExitCode);
    }

    [Fact]
    public async Task An_address_that_is_none_is_named()
    {
        await using var host = RunningApp.Build([], _folder.Path, url: "7071");

        var refusal = await Assert.ThrowsAsync<HostStartException>(
            () => host.StartOrThrowAsync(CancellationToken.None));

        Assert.StartsWith("'7071' is no address", refusal.Message, StringComparison.Ordinal);
    }
}
