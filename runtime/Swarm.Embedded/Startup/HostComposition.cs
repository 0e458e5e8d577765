using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Constraints;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Swarm.Durable.Dispatch;
using Swarm.Durable.Sqlite;
using Swarm.Durable.Sqlite.Stores;
using Swarm.Durable.Stores;
using Swarm.Embedded.Configuration;
using Swarm.Embedded.Durable;
using Swarm.Embedded.Functions;
using Swarm.Embedded.Http;
using Swarm.Embedded.Invocations;
using Swarm.Embedded.Management;
using Swarm.Embedded.Queues;
using Swarm.Embedded.Storage;
using Swarm.Embedded.Tables;
using Swarm.Embedded.Timers;

namespace Swarm.Embedded.Startup;

/// <summary>Puts the services of the host together; the app's own come on top.</summary>
internal static class HostComposition
{
    /// <summary>What is logged unless settings say otherwise: the app's own words, not the web server's.</summary>
    private static readonly Dictionary<string, string?> QuietDefaults = new()
    {
        ["Logging:LogLevel:Default"] = nameof(LogLevel.Information),
        ["Logging:LogLevel:Microsoft"] = nameof(LogLevel.Warning),

        // It logs what keeps it from starting with a stack trace; EmbeddedHost tells the same in a sentence.
        ["Logging:LogLevel:Microsoft.Extensions.Hosting.Internal.Host"] = nameof(LogLevel.Critical),
    };

    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        var web = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            Args = args,
            ContentRootPath = AppContext.BaseDirectory,
        });
        web.WebHost.UseKestrelHttpsConfiguration();
        web.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);

        // Each goes to the bottom, below what came before it: environment and arguments stay on top.
        var folder = web.Environment.ContentRootPath;
        AddBelow(web.Configuration, Readable(() => LocalSettings.Read(folder)));
        AddBelow(web.Configuration, Readable(() => HostJson.LogLevels(folder)));
        AddBelow(web.Configuration, QuietDefaults);

        // The output stream belongs to the app ("Swarm listens on …"), so logs go to the error stream.
        web.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        return web;
    }

    public static void AddServices(WebApplicationBuilder web, MiddlewareChain middleware)
    {
        var services = web.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IConfigureOptions<EmbeddedHostOptions>, OptionDefaults>();
        services.AddSingleton(_ => HostJson.Read(web.Environment.ContentRootPath));
        services.AddSingleton(HostData.Open);
        services.AddSingleton<ITableStore, SqliteTableStore>();
        services.AddSingleton(provider => new TableServiceClient(provider.GetRequiredService<ITableStore>()));
        services.AddSingleton(provider => new EmbeddedQueues(
            provider.GetRequiredService<SqliteDatabase>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<FunctionCatalog>();
        services.AddSingleton(middleware);
        services.AddSingleton<FunctionInvoker>();

        // MVC's core executes action results; controllers are not served.
        services.AddMvcCore();
        services.Configure<RouteOptions>(routes => routes.SetParameterPolicy<RegexInlineRouteConstraint>("regex"));
        services.AddSingleton<RequestDrain>();
        services.AddSingleton<HttpFunctionHandler>();
        services.AddSingleton<IDurableStore>(provider =>
            new SqliteDurableStore(provider.GetRequiredService<SqliteDatabase>()));
        services.AddSingleton(DurableComposition.CreateEngine);
        services.AddSingleton(provider => provider.GetRequiredService<DurableEngine>().Client);
        services.AddSingleton(HostData.LoadSystemKey);
        services.AddSingleton<InstanceReads>();
        services.AddSingleton<InstanceCommands>();
        services.AddSingleton<EntityEndpoints>();
        services.AddSingleton<TimerStateStore>();
        services.AddSingleton<TimerHost>();
    }

    public static IHost Build(WebApplicationBuilder web) => new EmbeddedHost(web.Build());

    /// <summary>
    /// A file that cannot be read is told when the host starts, in the way of all that keeps it from starting.
    /// </summary>
    private static KeyValuePair<string, string?>[] Readable(Func<IEnumerable<KeyValuePair<string, string?>>> read)
    {
        try
        {
            return [.. read()];
        }
        catch (InvalidDataException)
        {
            return [];
        }
    }

    private static void AddBelow(
        ConfigurationManager configuration, IEnumerable<KeyValuePair<string, string?>> values) =>
        configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = values });
}
