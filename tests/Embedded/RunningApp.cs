using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Swarm.Embedded.Configuration;
using Swarm.Embedded.Startup;
using Swarm.Embedded.Worker.Builder;

namespace Swarm.Tests.Embedded;

/// <summary>A functions app on real Kestrel, on a port and a data folder of its own.</summary>
internal sealed class RunningApp : IAsyncDisposable
{
    private readonly EmbeddedHost _host;
    private readonly DataFolder? _ownFolder;

    private RunningApp(EmbeddedHost host, DataFolder? ownFolder)
    {
        _host = host;
        _ownFolder = ownFolder;
        var addresses = host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        Http = new HttpClient(new SocketsHttpHandler { UseProxy = false })
        {
            BaseAddress = new Uri(addresses.First()),
            Timeout = TimeSpan.FromSeconds(60),
        };
    }

    public HttpClient Http { get; }

    public IServiceProvider Services => _host.Services;

    /// <summary>Starts an app with the functions of the given classes.</summary>
    public static async Task<RunningApp> StartAsync(
        Type[] functions, Action<FunctionsApplicationBuilder>? configure = null, DataFolder? folder = null)
    {
        var ownFolder = folder is null ? new DataFolder() : null;
        var host = Build(functions, (folder ?? ownFolder)!.Path, configure);
        await host.StartOrThrowAsync(CancellationToken.None);
        return new RunningApp(host, ownFolder);
    }

    public static EmbeddedHost Build(
        Type[] functions,
        string folder,
        Action<FunctionsApplicationBuilder>? configure = null,
        string url = "http://127.0.0.1:0")
    {
        var builder = FunctionsApplication.CreateBuilder([]);
        builder.ConfigureFunctionsWebApplication();
        builder.Services.Configure<EmbeddedHostOptions>(options =>
        {
            options.FunctionTypes = functions;
            options.DataFolder = folder;
            options.Url = url;
        });
        configure?.Invoke(builder);
        return (EmbeddedHost)builder.Build();
    }

    public Task StopAsync() => _host.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await _host.DisposeAsync();
        Http.Dispose();
        _ownFolder?.Dispose();
    }
}
