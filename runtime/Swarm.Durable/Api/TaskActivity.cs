using Swarm.Durable.Replay;

namespace Swarm.Durable;

/// <summary>The base of an activity written as a class.</summary>
/// <typeparam name="TInput">The type of its input.</typeparam>
/// <typeparam name="TOutput">The type of its output.</typeparam>
public abstract class TaskActivity<TInput, TOutput> : ITaskActivity
{
    Type ITaskActivity.InputType => typeof(TInput);

    Type ITaskActivity.OutputType => typeof(TOutput);

    async Task<object?> ITaskActivity.RunAsync(TaskActivityContext context, object? input)
    {
        ArgumentNullException.ThrowIfNull(context);
        return await RunAsync(context, TaskInput.As<TInput>(input));
    }

    /// <summary>Runs the activity.</summary>
    /// <param name="context">The activity's context.</param>
    /// <param name="input">Its input.</param>
    /// <returns>Its output.</returns>
    public abstract Task<TOutput> RunAsync(TaskActivityContext context, TInput input);
}
