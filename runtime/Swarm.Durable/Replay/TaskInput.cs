namespace Swarm.Durable.Replay;

/// <summary>Turns the untyped input of a task into the type that its code declares.</summary>
internal static class TaskInput
{
    internal static T As<T>(object? input) => input switch
    {
        T typed => typed,

        // No input is legal everywhere: reference types see null, value types their default.
        null => default!,
        _ => throw new ArgumentException(
            $"The task takes an input of type {typeof(T)} but got one of type {input.GetType()}.", nameof(input)),
    };
}
