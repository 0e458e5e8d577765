using Microsoft.Extensions.DependencyInjection;

namespace Swarm.Durable.Dispatch;

/// <summary>What makes the tasks of one kind, by name.</summary>
internal sealed class TaskFactories<TTask>
    where TTask : class
{
    private readonly Dictionary<TaskName, Func<IServiceProvider, TTask>> _factories = [];

    internal KeyValuePair<TaskName, Func<IServiceProvider, TTask>>[] ToArray() => [.. _factories];

    internal void Add(TaskName name, Func<IServiceProvider, TTask> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        if (string.IsNullOrEmpty(name.Name))
        {
            throw new ArgumentException("A task needs a name.", nameof(name));
        }

        if (!_factories.TryAdd(name, factory))
        {
            throw new ArgumentException($"A {typeof(TTask).Name} named '{name}' is already registered.", nameof(name));
        }
    }

    internal void Add(TaskName name, Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (type.IsAbstract || !typeof(TTask).IsAssignableFrom(type))
        {
            throw new ArgumentException($"{type} is no class that implements {typeof(TTask).Name}.", nameof(type));
        }

        Add(name, services => (TTask)ActivatorUtilities.GetServiceOrCreateInstance(services, type));
    }

    /// <summary>Under which name a class is added that is given none.</summary>
    internal static TaskName NameOf(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        var attribute = (DurableTaskAttribute?)Attribute.GetCustomAttribute(type, typeof(DurableTaskAttribute));
        return string.IsNullOrEmpty(attribute?.Name.Name) ? new TaskName(type.Name) : attribute.Name;
    }
}
