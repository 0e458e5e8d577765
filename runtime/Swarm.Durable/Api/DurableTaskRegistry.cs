using Swarm.Durable.Dispatch;
using Swarm.Durable.Entities;

namespace Swarm.Durable;

/// <summary>The orchestrators, activities and entities that an engine can run. Names compare without case.</summary>
public sealed class DurableTaskRegistry
{
    private readonly TaskFactories<ITaskOrchestrator> _orchestrators = new();
    private readonly TaskFactories<ITaskActivity> _activities = new();
    private readonly TaskFactories<ITaskEntity> _entities = new();

    /// <summary>The orchestrators that were added.</summary>
    public IEnumerable<KeyValuePair<TaskName, Func<IServiceProvider, ITaskOrchestrator>>> GetOrchestrators() =>
        _orchestrators.ToArray();

    /// <summary>The activities that were added.</summary>
    public IEnumerable<KeyValuePair<TaskName, Func<IServiceProvider, ITaskActivity>>> GetActivities() =>
        _activities.ToArray();

    /// <summary>The entities that were added.</summary>
    public IEnumerable<KeyValuePair<TaskName, Func<IServiceProvider, ITaskEntity>>> GetEntities() =>
        _entities.ToArray();

    /// <summary>Adds an orchestrator.</summary>
    /// <param name="name">The name of the orchestrator.</param>
    /// <param name="factory">Makes it; called for each instance and replay.</param>
    public DurableTaskRegistry AddOrchestrator(TaskName name, Func<ITaskOrchestrator> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        _orchestrators.Add(name, _ => factory());
        return this;
    }

    /// <summary>Adds an activity.</summary>
    /// <param name="name">The name of the activity.</param>
    /// <param name="factory">Makes it; called for each run.</param>
    public DurableTaskRegistry AddActivity(TaskName name, Func<IServiceProvider, ITaskActivity> factory)
    {
        _activities.Add(name, factory);
        return this;
    }

    /// <summary>Adds an orchestrator class under its name or that of its
    /// <see cref="DurableTaskAttribute"/>.</summary>
    /// <typeparam name="TOrchestrator">The class; it is made by dependency injection.</typeparam>
    public DurableTaskRegistry AddOrchestrator<TOrchestrator>()
        where TOrchestrator : class, ITaskOrchestrator => AddOrchestrator(typeof(TOrchestrator));

    /// <summary>Adds an orchestrator class.</summary>
    /// <typeparam name="TOrchestrator">The class; it is made by dependency injection.</typeparam>
    /// <param name="name">The name of the orchestrator.</param>
    public DurableTaskRegistry AddOrchestrator<TOrchestrator>(TaskName name)
        where TOrchestrator : class, ITaskOrchestrator => AddOrchestrator(name, typeof(TOrchestrator));

    /// <summary>Adds an orchestrator class under its name or that of its
    /// <see cref="DurableTaskAttribute"/>.</summary>
    /// <param name="type">The class; it is made by dependency injection.</param>
    public DurableTaskRegistry AddOrchestrator(Type type) =>
        AddOrchestrator(TaskFactories<ITaskOrchestrator>.NameOf(type), type);

    /// <summary>Adds an orchestrator class.</summary>
    /// <param name="name">The name of the orchestrator.</param>
    /// <param name="type">The class; it is made by dependency injection.</param>
    public DurableTaskRegistry AddOrchestrator(TaskName name, Type type)
    {
        _orchestrators.Add(name, type);
        return this;
    }

    /// <summary>Adds one orchestrator object, used for every call.</summary>
    /// <param name="orchestrator">The orchestrator.</param>
    public DurableTaskRegistry AddOrchestrator(ITaskOrchestrator orchestrator)
    {
        ArgumentNullException.ThrowIfNull(orchestrator);
        return AddOrchestrator(TaskFactories<ITaskOrchestrator>.NameOf(orchestrator.GetType()), orchestrator);
    }

    /// <summary>Adds one orchestrator object, used for every call.</summary>
    /// <param name="name">The name of the orchestrator.</param>
    /// <param name="orchestrator">The orchestrator.</param>
    public DurableTaskRegistry AddOrchestrator(TaskName name, ITaskOrchestrator orchestrator)
    {
        ArgumentNullException.ThrowIfNull(orchestrator);
        _orchestrators.Add(name, _ => orchestrator);
        return this;
    }

    /// <summary>Adds an activity class under its name or that of its
    /// <see cref="DurableTaskAttribute"/>.</summary>
    /// <typeparam name="TActivity">The class; it is made by dependency injection.</typeparam>
    public DurableTaskRegistry AddActivity<TActivity>()
        where TActivity : class, ITaskActivity => AddActivity(typeof(TActivity));

    /// <summary>Adds an activity class.</summary>
    /// <typeparam name="TActivity">The class; it is made by dependency injection.</typeparam>
    /// <param name="name">The name of the activity.</param>
    public DurableTaskRegistry AddActivity<TActivity>(TaskName name)
        where TActivity : class, ITaskActivity => AddActivity(name, typeof(TActivity));

    /// <summary>Adds an activity class under its name or that of its
    /// <see cref="DurableTaskAttribute"/>.</summary>
    /// <param name="type">The class; it is made by dependency injection.</param>
    public DurableTaskRegistry AddActivity(Type type) =>
        AddActivity(TaskFactories<ITaskActivity>.NameOf(type), type);

    /// <summary>Adds an activity class.</summary>
    /// <param name="name">The name of the activity.</param>
    /// <param name="type">The class; it is made by dependency injection.</param>
    public DurableTaskRegistry AddActivity(TaskName name, Type type)
    {
        _activities.Add(name, type);
        return this;
    }

    /// <summary>Adds one activity object, used for every call.</summary>
    /// <param name="activity">The activity.</param>
    public DurableTaskRegistry AddActivity(ITaskActivity activity)
    {
        ArgumentNullException.ThrowIfNull(activity);
        return AddActivity(TaskFactories<ITaskActivity>.NameOf(activity.GetType()), activity);
    }

    /// <summary>Adds one activity object, used for every call.</summary>
    /// <param name="name">The name of the activity.</param>
    /// <param name="activity">The activity.</param>
    public DurableTaskRegistry AddActivity(TaskName name, ITaskActivity activity)
    {
        ArgumentNullException.ThrowIfNull(activity);
        _activities.Add(name, _ => activity);
        return this;
    }

    /// <summary>Adds an entity.</summary>
    /// <param name="name">The name of the entity.</param>
    /// <param name="factory">Makes it; called for each batch of operations.</param>
    public DurableTaskRegistry AddEntity(TaskName name, Func<IServiceProvider, ITaskEntity> factory)
    {
        _entities.Add(name, factory);
        return this;
    }

    /// <summary>Adds an entity class under its name or that of its <see cref="DurableTaskAttribute"/>.</summary>
    /// <typeparam name="TEntity">The class; it is made by dependency injection.</typeparam>
    public DurableTaskRegistry AddEntity<TEntity>()
        where TEntity : class, ITaskEntity => AddEntity(typeof(TEntity));

    /// <summary>Adds an entity class.</summary>
    /// <typeparam name="TEntity">The class; it is made by dependency injection.</typeparam>
    /// <param name="name">The name of the entity.</param>
    public DurableTaskRegistry AddEntity<TEntity>(TaskName name)
        where TEntity : class, ITaskEntity => AddEntity(name, typeof(TEntity));

    /// <summary>Adds an entity class under its name or that of its <see cref="DurableTaskAttribute"/>.</summary>
    /// <param name="type">The class; it is made by dependency injection.</param>
    public DurableTaskRegistry AddEntity(Type type) => AddEntity(TaskFactories<ITaskEntity>.NameOf(type), type);

    /// <summary>Adds an entity class.</summary>
    /// <param name="name">The name of the entity.</param>
    /// <param name="type">The class; it is made by dependency injection.</param>
    public DurableTaskRegistry AddEntity(TaskName name, Type type)
    {
        _entities.Add(name, type);
        return this;
    }

    /// <summary>Adds one entity object, used for every operation.</summary>
    /// <param name="entity">The entity.</param>
    public DurableTaskRegistry AddEntity(ITaskEntity entity)
    {
        ArgumentNullException.ThrowIfNull(entity);
        return AddEntity(TaskFactories<ITaskEntity>.NameOf(entity.GetType()), entity);
    }

    /// <summary>Adds one entity object, used for every operation.</summary>
    /// <param name="name">The name of the entity.</param>
    /// <param name="entity">The entity.</param>
    public DurableTaskRegistry AddEntity(TaskName name, ITaskEntity entity)
    {
        ArgumentNullException.ThrowIfNull(entity);
        return AddEntity(name, _ => entity);
    }

    /// <summary>Adds a function as an orchestrator.</summary>
    /// <typeparam name="TInput">The type of its input.</typeparam>
    /// <typeparam name="TOutput">The type of its output.</typeparam>
    /// <param name="name">The name of the orchestrator.</param>
    /// <param name="orchestrator">The function.</param>
    public DurableTaskRegistry AddOrchestratorFunc<TInput, TOutput>(
        TaskName name, Func<TaskOrchestrationContext, TInput, Task<TOutput>> orchestrator) =>
        AddOrchestrator(name, FuncTaskOrchestrator.Create<TInput, TOutput>(orchestrator));

    /// <summary>Adds a function as an orchestrator.</summary>
    /// <typeparam name="TInput">The type of its input.</typeparam>
    /// <typeparam name="TOutput">The type of its output.</typeparam>
    /// <param name="name">The name of the orchestrator.</param>
    /// <param name="orchestrator">The function.</param>
    public DurableTaskRegistry AddOrchestratorFunc<TInput, TOutput>(
        TaskName name, Func<TaskOrchestrationContext, TInput, TOutput> orchestrator)
    {
        ArgumentNullException.ThrowIfNull(orchestrator);
        return AddOrchestrator(name, FuncTaskOrchestrator.Create<TInput, TOutput>(
            (context, input) => Task.FromResult(orchestrator(context, input))));
    }

    /// <summary>Adds a function as an orchestrator.</summary>
    /// <typeparam name="TInput">The type of its input.</typeparam>
    /// <param name="name">The name of the orchestrator.</param>
    /// <param name="orchestrator">The function.</param>
    public DurableTaskRegistry AddOrchestratorFunc<TInput>(
        TaskName name, Func<TaskOrchestrationContext, TInput, Task> orchestrator)
    {
        ArgumentNullException.ThrowIfNull(orchestrator);
        return AddOrchestrator(name, FuncTaskOrchestrator.Create<TInput, object?>(async (context, input) =>
        {
            await orchestrator(context, input);
            return null;
        }));
    }

    /// <summary>Adds a function as an orchestrator.</summary>
    /// <typeparam name="TOutput">The type of its output.</typeparam>
    /// <param name="name">The name of the orchestrator.</param>
    /// <param name="orchestrator">The function.</param>
    public DurableTaskRegistry AddOrchestratorFunc<TOutput>(
        TaskName name, Func<TaskOrchestrationContext, Task<TOutput>> orchestrator)
    {
        ArgumentNullException.ThrowIfNull(orchestrator);
        return AddOrchestrator(
            name, FuncTaskOrchestrator.Create<object?, TOutput>((context, _) => orchestrator(context)));
    }

    /// <summary>Adds a function as an orchestrator.</summary>
    /// <param name="name">The name of the orchestrator.</param>
    /// <param name="orchestrator">The function.</param>
    public DurableTaskRegistry AddOrchestratorFunc(
        TaskName name, Func<TaskOrchestrationContext, Task> orchestrator)
    {
        ArgumentNullException.ThrowIfNull(orchestrator);
        return AddOrchestrator(name, FuncTaskOrchestrator.Create<object?, object?>(async (context, _) =>
        {
            await orchestrator(context);
            return null;
        }));
    }

    /// <summary>Adds a function as an orchestrator.</summary>
    /// <typeparam name="TOutput">The type of its output.</typeparam>
    /// <param name="name">The name of the orchestrator.</param>
    /// <param name="orchestrator">The function.</param>
    public DurableTaskRegistry AddOrchestratorFunc<TOutput>(
        TaskName name, Func<TaskOrchestrationContext, TOutput> orchestrator)
    {
        ArgumentNullException.ThrowIfNull(orchestrator);
        return AddOrchestrator(
            name,
                FuncTaskOrchestrator.Create<object?, TOutput>((context, _) => Task.FromResult(orchestrator(context))));
    }

    /// <summary>Adds a function as an orchestrator.</summary>
    /// <typeparam name="TInput">The type of its input.</typeparam>
    /// <param name="name">The name of the orchestrator.</param>
    /// <param name="orchestrator">The function.</param>
    public DurableTaskRegistry AddOrchestratorFunc<TInput>(
        TaskName name, Action<TaskOrchestrationContext, TInput> orchestrator)
    {
        ArgumentNullException.ThrowIfNull(orchestrator);
        return AddOrchestrator(name, FuncTaskOrchestrator.Create<TInput, object?>((context, input) =>
        {
            orchestrator(context, input);
            return Task.FromResult<object?>(null);
        }));
    }

    /// <summary>Adds a function as an orchestrator.</summary>
    /// <param name="name">The name of the orchestrator.</param>
    /// <param name="orchestrator">The function.</param>
    public DurableTaskRegistry AddOrchestratorFunc(
        TaskName name, Action<TaskOrchestrationContext> orchestrator)
    {
        ArgumentNullException.ThrowIfNull(orchestrator);
        return AddOrchestrator(name, FuncTaskOrchestrator.Create<object?, object?>((context, _) =>
        {
            orchestrator(context);
            return Task.FromResult<object?>(null);
        }));
    }

    /// <summary>Adds a function as an activity.</summary>
    /// <typeparam name="TInput">The type of its input.</typeparam>
    /// <typeparam name="TOutput">The type of its output.</typeparam>
    /// <param name="name">The name of the activity.</param>
    /// <param name="activity">The function.</param>
    public DurableTaskRegistry AddActivityFunc<TInput, TOutput>(
        TaskName name, Func<TaskActivityContext, TInput, Task<TOutput>> activity) =>
        AddActivity(name, FuncTaskActivity.Create<TInput, TOutput>(activity));

    /// <summary>Adds a function as an activity.</summary>
    /// <typeparam name="TInput">The type of its input.</typeparam>
    /// <typeparam name="TOutput">The type of its output.</typeparam>
    /// <param name="name">The name of the activity.</param>
    /// <param name="activity">The function.</param>
    public DurableTaskRegistry AddActivityFunc<TInput, TOutput>(
        TaskName name, Func<TaskActivityContext, TInput, TOutput> activity)
    {
        ArgumentNullException.ThrowIfNull(activity);
        return AddActivity(
            name,
                FuncTaskActivity.Create<TInput, TOutput>(
                (context, input) => Task.FromResult(activity(context, input))));
    }

    /// <summary>Adds a function as an activity.</summary>
    /// <typeparam name="TInput">The type of its input.</typeparam>
    /// <param name="name">The name of the activity.</param>
    /// <param name="activity">The function.</param>
    public DurableTaskRegistry AddActivityFunc<TInput>(
        TaskName name, Func<TaskActivityContext, TInput, Task> activity)
    {
        ArgumentNullException.ThrowIfNull(activity);
        return AddActivity(name, FuncTaskActivity.Create<TInput, object?>(async (context, input) =>
        {
            await activity(context, input);
            return null;
        }));
    }

    /// <summary>Adds a function as an activity.</summary>
    /// <typeparam name="TOutput">The type of its output.</typeparam>
    /// <param name="name">The name of the activity.</param>
    /// <param name="activity">The function.</param>
    public DurableTaskRegistry AddActivityFunc<TOutput>(
        TaskName name, Func<TaskActivityContext, Task<TOutput>> activity)
    {
        ArgumentNullException.ThrowIfNull(activity);
        return AddActivity(name, FuncTaskActivity.Create<object?, TOutput>((context, _) => activity(context)));
    }

    /// <summary>Adds a function as an activity.</summary>
    /// <param name="name">The name of the activity.</param>
    /// <param name="activity">The function.</param>
    public DurableTaskRegistry AddActivityFunc(
        TaskName name, Func<TaskActivityContext, Task> activity)
    {
        ArgumentNullException.ThrowIfNull(activity);
        return AddActivity(name, FuncTaskActivity.Create<object?, object?>(async (context, _) =>
        {
            await activity(context);
            return null;
        }));
    }

    /// <summary>Adds a function as an activity.</summary>
    /// <typeparam name="TOutput">The type of its output.</typeparam>
    /// <param name="name">The name of the activity.</param>
    /// <param name="activity">The function.</param>
    public DurableTaskRegistry AddActivityFunc<TOutput>(
        TaskName name, Func<TaskActivityContext, TOutput> activity)
    {
        ArgumentNullException.ThrowIfNull(activity);
        return AddActivity(
            name, FuncTaskActivity.Create<object?, TOutput>((context, _) => Task.FromResult(activity(context))));
    }

    /// <summary>Adds a function as an activity.</summary>
    /// <typeparam name="TInput">The type of its input.</typeparam>
    /// <param name="name">The name of the activity.</param>
    /// <param name="activity">The function.</param>
    public DurableTaskRegistry AddActivityFunc<TInput>(
        TaskName name, Action<TaskActivityContext, TInput> activity)
    {
        ArgumentNullException.ThrowIfNull(activity);
        return AddActivity(name, FuncTaskActivity.Create<TInput, object?>((context, input) =>
        {
            activity(context, input);
            return Task.FromResult<object?>(null);
        }));
    }

    /// <summary>Adds a function as an activity.</summary>
    /// <param name="name">The name of the activity.</param>
    /// <param name="activity">The function.</param>
    public DurableTaskRegistry AddActivityFunc(
        TaskName name, Action<TaskActivityContext> activity)
    {
        ArgumentNullException.ThrowIfNull(activity);
        return AddActivity(name, FuncTaskActivity.Create<object?, object?>((context, _) =>
        {
            activity(context);
            return Task.FromResult<object?>(null);
        }));
    }
}
