using System.Collections.Frozen;
using Swarm.Durable.Entities;

namespace Swarm.Durable.Dispatch;

/// <summary>The code that an engine can run, by name.</summary>
internal sealed class TaskCatalog(DurableTaskRegistry registry, IServiceProvider services)
{
    private readonly FrozenDictionary<string, Func<IServiceProvider, ITaskOrchestrator>> _orchestrators =
        registry.GetOrchestrators().ToFrozenDictionary(
            pair => pair.Key.Name, pair => pair.Value, StringComparer.OrdinalIgnoreCase);

    private readonly FrozenDictionary<string, Func<IServiceProvider, ITaskActivity>> _activities =
        registry.GetActivities().ToFrozenDictionary(
            pair => pair.Key.Name, pair => pair.Value, StringComparer.OrdinalIgnoreCase);

    private readonly FrozenDictionary<string, Func<IServiceProvider, ITaskEntity>> _entities =
        registry.GetEntities().ToFrozenDictionary(
            pair => pair.Key.Name, pair => pair.Value, StringComparer.OrdinalIgnoreCase);

    /// <summary>What makes the orchestrator; null if there is none of the name.</summary>
    internal Func<ITaskOrchestrator>? FindOrchestrator(string name) =>
        _orchestrators.TryGetValue(name, out Func<IServiceProvider, ITaskOrchestrator>? make)
            ? () => make(services)
            : null;

    /// <summary>What makes the activity; null if there is none of the name.</summary>
    internal Func<IServiceProvider, ITaskActivity>? FindActivity(string name) => _activities.GetValueOrDefault(name);

    /// <summary>What makes the entity; null if there is none of the name.</summary>
    internal Func<IServiceProvider, ITaskEntity>? FindEntity(string name) => _entities.GetValueOrDefault(name);
}
