using System.Net.Http.Headers;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Swarm.Embedded.Configuration;
using Swarm.Functions;

namespace Swarm.Tests.Functions.ControlPlanes;

/// <summary>The whole control plane as the embedded host runs it, spoken to over HTTP.</summary>
internal sealed class ControlPlane : IAsyncDisposable
{
    private readonly IHost _host;

    private ControlPlane(IHost host, string folder)
    {
        _host = host;
        var addresses = host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        Address = new Uri(addresses.First());
        Admin = CreateClient(File.ReadAllText(Path.Combine(folder, "admin.key")).Trim());
    }

    public Uri Address { get; }

    /// <summary>A client with the admin key.</summary>
    public HttpClient Admin { get; }

    public IServiceProvider Services => _host.Services;

    /// <summary>Starts on a data folder; a folder that was used before goes on where it was.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="configure">Changes services before the app is built.</param>
    /// <param name="schedule">When the sweeper sweeps by itself; null for its usual pace.</param>
    public static async Task<ControlPlane> StartAsync(
        string folder, Action<IServiceCollection>? configure = null, string? schedule = null)
    {
        var builder = Program.CreateBuilder([]);
        builder.Configuration["SWEEP_SCHEDULE"] = schedule ?? builder.Configuration["SWEEP_SCHEDULE"];
        builder.Services.Configure<EmbeddedHostOptions>(options =>
        {
            options.FunctionsAssembly = typeof(Program).Assembly;
            options.DataFolder = folder;
            options.Url = "http://127.0.0.1:0";
            options.DrainTime = TimeSpan.Zero;
            options.ChecksReplay = true;
        });
        configure?.Invoke(builder.Services);
        var host = builder.Build();
        await host.StartAsync();
        return new ControlPlane(host, folder);
    }

    /// <summary>A client with a key, or with none.</summary>
    public HttpClient CreateClient(string? key)
    {
        var client = new HttpClient(new SocketsHttpHandler { UseProxy = false })
        {
            BaseAddress = Address,
            Timeout = TimeSpan.FromMinutes(2),
        };
        client.DefaultRequestHeaders.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        Admin.Dispose();
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
    }
}
