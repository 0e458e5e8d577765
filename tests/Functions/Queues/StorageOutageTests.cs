using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Swarm.Contracts.Json;
using Swarm.Contracts.Workers;
using Swarm.Functions.Queues;
using Swarm.Functions.Queues.StorageQueues;
using Swarm.Functions.Storage;
using Swarm.Functions.Workers;
using Swarm.Tests.Functions.Harness;

namespace Swarm.Tests.Functions.Queues;

/// <summary>The storage account is away: nobody is told that something is wrong with his request.</summary>
public sealed class StorageOutageTests : IAsyncLifetime
{
    private readonly HttpApp _app = new(services => services.AddSingleton<IWorkQueues>(
        new StorageWorkQueues(NobodyListens(), TimeProvider.System)));

    public ValueTask InitializeAsync() => _app.InitializeAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task A_worker_that_polls_is_told_to_try_again()
    {
        var token = await _app.Get<JoinTokens>().CreateAsync(default);
        var request = new JoinRequest { Token = token.Token, MachineId = "m", Name = "m", Tools = ["shell"] };
        var joined = await _app.Get<WorkerJoining>().JoinAsync(request, default);

        using var answer = await _app.SendAsync(
            HttpMethod.Post, "api/v1/work-items/poll", joined.Key, """{"tools":["shell"],"waitSeconds":1}""");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("\"code\":\"unavailable\"", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task The_control_plane_says_that_it_is_not_ready_and_why()
    {
        using var answer = await _app.SendAsync(HttpMethod.Get, "api/v1/health/ready", key: null);

        var report = JsonSerializer.Deserialize(
            await answer.Content.ReadAsStringAsync(), SwarmJsonContext.Default.HealthReport)!;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Null(report.Checks["database"]);
        Assert.NotNull(report.Checks["queues"]);
    }

    private static IConfiguration NobodyListens()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)socket.LocalEndPoint!).Port;
        var key = Convert.ToBase64String(new byte[64]);
        var account = $"DefaultEndpointsProtocol=http;AccountName=away;AccountKey={key};"
            + $"QueueEndpoint=http://127.0.0.1:{port}/away;";
        return new ConfigurationBuilder()
            .AddInMemoryCollection([KeyValuePair.Create<string, string?>(StorageAccount.Setting, account)])
            .Build();
    }
}
