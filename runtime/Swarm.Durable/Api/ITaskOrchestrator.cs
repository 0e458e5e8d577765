namespace Swarm.Durable;

/// <summary>The code of an orchestration.</summary>
public interface ITaskOrchestrator
{
    /// <summary>The type that the input is deserialised to.</summary>
    Type InputType { get; }

    /// <summary>The type of the output.</summary>
    Type OutputType { get; }

    /// <summary>Runs the orchestration; called again from its start on every replay.</summary>
    /// <param name="context">The orchestration.</param>
    /// <param name="input">Its input.</param>
    /// <returns>Its output.</returns>
    Task<object?> RunAsync(TaskOrchestrationContext context, object? input);
}
