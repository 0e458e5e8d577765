using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Swarm.Durable.Dispatch;
using Swarm.Durable.Sqlite;
using Swarm.Embedded.Configuration;
using Swarm.Embedded.Functions;
using Swarm.Embedded.Http;
using Swarm.Embedded.Management;
using Swarm.Embedded.Queues;
using Swarm.Embedded.Storage;
using Swarm.Embedded.Timers;

namespace Swarm.Embedded.Startup;

/// <summary>
/// The running app: storage, then the engine, then HTTP, then the timers; and back in the reverse order.
/// </summary>
internal sealed class EmbeddedHost(WebApplication web) : IHost, IAsyncDisposable
{
    /// <summary>The exit code of a process whose disk has failed. Starting it again may help.</summary>
    public const int DiskFailedExitCode = 4;

    private DurableEngine? _engine;
    private TimerHost? _timers;

    public IServiceProvider Services => web.Services;

    /// <summary>
    /// Starts the app. When it cannot, says why in a sentence on the error stream, sets the exit code of the process
    /// and tells the app to stop, so that a program that runs the host ends without a stack trace.
    /// </summary>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            await StartOrThrowAsync(cancellationToken);
        }
        catch (HostStartException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            Environment.ExitCode = exception.ExitCode;
            web.Lifetime.StopApplication();
        }
    }

    /// <summary>Starts the app or tells why not.</summary>
    /// <exception cref="HostStartException">The app cannot start.</exception>
    public async Task StartOrThrowAsync(CancellationToken cancellationToken)
    {
        var url = Services.GetRequiredService<IOptions<EmbeddedHostOptions>>().Value.Url;
        ListenAddress.Demand(url);
        try
        {
            Prepare();
            _engine = Services.GetRequiredService<DurableEngine>();
            await _engine.StartAsync(cancellationToken);
            await ListenAsync(url, cancellationToken);
        }
        catch (Exception exception) when (UnusableData.IsOfDatabase(exception))
        {
            throw UnusableData.Refusal(exception, HostData.Folder(Services));
        }

        _timers = Services.GetRequiredService<TimerHost>();
        _timers.Start();
        _ = StopWhenTheDiskFailsAsync(Services.GetRequiredService<SqliteDatabase>());
        await Console.Out.WriteLineAsync($"Swarm listens on {web.Urls.First()}");
    }

    /// <summary>Stops what has been started; a host that could not start has nothing to stop.</summary>
    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        var timers = _timers?.StopAsync(cancellationToken) ?? Task.CompletedTask;
        await web.StopAsync(cancellationToken);
        await timers;
        if (_engine is not null)
        {
            await _engine.StopAsync();
        }
    }

    public void Dispose() => ((IDisposable)web).Dispose();

    public ValueTask DisposeAsync() => web.DisposeAsync();

    /// <summary>
    /// A host whose database takes no more writes would answer each request with an error and call itself alive. It
    /// ends instead, and whoever keeps it running starts it again: that tells what was stored.
    /// </summary>
    private async Task StopWhenTheDiskFailsAsync(SqliteDatabase database)
    {
        var failure = await database.Failed;
        await Console.Error.WriteLineAsync(failure.Message);
        Environment.ExitCode = DiskFailedExitCode;
        web.Lifetime.StopApplication();
    }

    private void Prepare()
    {
        try
        {
            // What could not be read when the settings were loaded was passed over; now it is told.
            LocalSettings.Read(web.Environment.ContentRootPath);
            web.MapFunctions(
                Services.GetRequiredService<FunctionCatalog>().Of(TriggerKind.Http),
                Services.GetRequiredService<HostJson>().RoutePrefix,
                Services.GetRequiredService<HttpFunctionHandler>());
            OpenStores();
            web.MapManagement(
                Services.GetRequiredService<SystemKey>(),
                Services.GetRequiredService<InstanceReads>(),
                Services.GetRequiredService<InstanceCommands>(),
                Services.GetRequiredService<EntityEndpoints>());
            Services.GetRequiredService<TimerHost>().Prepare();
        }
        catch (Exception exception) when (exception is InvalidFunctionsException or InvalidDataException)
        {
            throw new HostStartException(exception.Message, HostStartException.Misconfigured, exception);
        }
    }

    /// <summary>Each brings its tables up to date or refuses them: now, and not in the first request.</summary>
    private void OpenStores()
    {
        Services.GetRequiredService<ITableStore>();
        Services.GetRequiredService<EmbeddedQueues>();
        Services.GetRequiredService<TimerStateStore>();
        Services.GetRequiredService<DurableEngine>();
    }

    private async Task ListenAsync(string url, CancellationToken cancellationToken)
    {
        web.Urls.Clear();
        web.Urls.Add(url);
        try
        {
            await web.StartAsync(cancellationToken);
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            throw ListenAddress.Taken(url, exception);
        }
        catch (OptionsValidationException exception)
        {
            throw new HostStartException(exception.Message, HostStartException.Misconfigured, exception);
        }
    }
}
