using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Swarm.Contracts;
using Swarm.Contracts.Json;
using Swarm.Functions.Content;
using Swarm.Functions.Health;
using Swarm.Functions.Hosts.Embedded;
using Swarm.Tests.Functions.Harness;

namespace Swarm.Tests.Functions.Health;

/// <summary>A control plane whose disk or content store is full says so before anybody loses a result by it.</summary>
public sealed class HealthProbeTests
{
    private const long MiB = 1024 * 1024;

    [Fact]
    public async Task A_control_plane_whose_disk_is_full_is_not_ready_and_says_why()
    {
        await using var plane = new HttpApp(services =>
            services.AddSingleton<IHealthProbe>(new DataDisk("data", _ => (64 * MiB) - 1)));
        await plane.InitializeAsync();

        using var answer = await plane.SendAsync(HttpMethod.Get, ApiRoutes.HealthReady, key: null);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        var type = SwarmJsonContext.Default.HealthReport;
        var report = await answer.Content.ReadFromJsonAsync(type, TestContext.Current.CancellationToken);
        Assert.Equal("unhealthy", report!.Status);
        Assert.Equal(
            "The disk of the data folder has 67,108,863 bytes left; 67,108,864 are needed.", report.Checks["disk"]);
        Assert.Null(report.Checks["database"]);
    }

    [Fact]
    public async Task A_disk_with_enough_room_is_well()
    {
        Assert.Null(await new DataDisk("data", _ => 64 * MiB).FindProblemAsync(default));
    }

    [Theory]
    [InlineData(990, null)]
    [InlineData(991, "991 of 1,000 bytes for large values are taken. Let runs be removed sooner, or raise "
        + "'Content:MaxBytesTotal'.")]
    public async Task A_content_store_that_is_all_but_full_is_told_with_the_setting(int used, string? problem)
    {
        using var folder = new TestFolder();
        var options = new ContentOptions { MaxBytesPerValue = 1_000, MaxBytesTotal = 1_000 };
        var store = new FileContentStore(folder.Path, options);
        var value = new byte[used];
        await store.WriteAsync(ContentHash.Of(value), new MemoryStream(value), default);

        Assert.Equal(problem, await new ContentRoom(store, options).FindProblemAsync(default));
    }
}
