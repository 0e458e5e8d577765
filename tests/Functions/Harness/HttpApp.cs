using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Swarm.Embedded.Configuration;
using Swarm.Functions;

namespace Swarm.Tests.Functions.Harness;

/// <summary>The whole app on the embedded host, listening on a free port.</summary>
public sealed class HttpApp : IAsyncLifetime
{
    private readonly TestFolder _folder = new();
    private readonly IHost _host;

    public HttpApp()
        : this(_ => { })
    {
    }

    internal HttpApp(Action<IServiceCollection> configure)
    {
        var builder = Program.CreateBuilder([]);
        builder.Services.Configure<EmbeddedHostOptions>(options =>
        {
            options.DataFolder = _folder.Path;
            options.Url = "http://127.0.0.1:0";
            options.FunctionsAssembly = typeof(Program).Assembly;
        });
        configure(builder.Services);
        _host = builder.Build();
    }

    public HttpClient Client { get; } = new(new SocketsHttpHandler { UseProxy = false });

    public string Folder => _folder.Path;

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    public async ValueTask InitializeAsync()
    {
        await _host.StartAsync(TestContext.Current.CancellationToken);
        var addresses = Get<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        Client.BaseAddress = new Uri(addresses.Single() + "/");
    }

    public async Task<string> AdminKeyAsync() =>
        (await File.ReadAllTextAsync(Path.Combine(Folder, "admin.key"), CancellationToken.None)).Trim();

    /// <summary>One request; the body is JSON unless it is null.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? key, string? body = null)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        return Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _host.StopAsync(CancellationToken.None);
        await ((IAsyncDisposable)_host).DisposeAsync();
        _folder.Dispose();
    }
}
