namespace Swarm.Durable;

/// <summary>The code of an activity.</summary>
public interface ITaskActivity
{
    /// <summary>The type that the input is deserialised to.</summary>
    Type InputType { get; }

    /// <summary>The type of the output.</summary>
    Type OutputType { get; }

    /// <summary>Runs the activity: at least once for each time it is scheduled.</summary>
    /// <param name="context">Who called it.</param>
    /// <param name="input">Its input.</param>
    /// <returns>Its output.</returns>
    Task<object?> RunAsync(TaskActivityContext context, object? input);
}
