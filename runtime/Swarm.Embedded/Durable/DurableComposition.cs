using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Swarm.Durable;
using Swarm.Durable.Converters;
using Swarm.Durable.Dispatch;
using Swarm.Durable.Stores;
using Swarm.Embedded.Configuration;
using Swarm.Embedded.Functions;
using Swarm.Embedded.Invocations;
using Swarm.Embedded.Worker;

namespace Swarm.Embedded.Durable;

/// <summary>Makes the durable engine of the app, with its orchestrations, activities and entities.</summary>
internal static class DurableComposition
{
    /// <summary>What the worker of Azure Functions reads and writes JSON by, unless the app says otherwise.</summary>
    private static readonly JsonSerializerOptions WorkerJson = new() { PropertyNameCaseInsensitive = true };

    public static DurableEngine CreateEngine(IServiceProvider services)
    {
        var serializer = services.GetRequiredService<IOptions<WorkerOptions>>().Value.Serializer;
        var hostJson = services.GetRequiredService<HostJson>();
        var versioning = hostJson.Versioning;
        var options = new DurableEngineOptions
        {
            DefaultVersion = versioning?.DefaultVersion ?? string.Empty,
            Versioning = versioning,
            Retention = hostJson.Retention,
            ChecksReplay = services.GetRequiredService<IOptions<EmbeddedHostOptions>>().Value.ChecksReplay,
            DataConverter = serializer is null
                ? new JsonDataConverter(WorkerJson)
                : new SerializerConverter(serializer),
        };
        return new DurableEngine(
            services.GetRequiredService<IDurableStore>(),
            CreateRegistry(services),
            options,
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILoggerFactory>(),
            services);
    }

    private static DurableTaskRegistry CreateRegistry(IServiceProvider services)
    {
        var invoker = services.GetRequiredService<FunctionInvoker>();
        var scopes = services.GetRequiredService<IServiceScopeFactory>();
        var catalog = services.GetRequiredService<FunctionCatalog>();
        var registry = new DurableTaskRegistry();
        foreach (var function in catalog.Of(TriggerKind.Orchestration))
        {
            registry.AddOrchestrator(
                FunctionOrchestrator.NameOf(function), () => new FunctionOrchestrator(function, invoker, scopes));
        }

        foreach (var function in catalog.Of(TriggerKind.Activity))
        {
            registry.AddActivity(FunctionActivity.NameOf(function), new FunctionActivity(function, invoker));
        }

        foreach (var function in catalog.Of(TriggerKind.Entity))
        {
            registry.AddEntity(FunctionEntity.NameOf(function), new FunctionEntity(function, invoker));
        }

        return registry;
    }
}
