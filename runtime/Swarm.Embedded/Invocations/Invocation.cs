using Swarm.Embedded.Functions;

namespace Swarm.Embedded.Invocations;

/// <summary>One call of a function and what its trigger brings to it.</summary>
/// <param name="Function">What is called.</param>
/// <param name="TriggerValue">The value of the parameter that carries the trigger.</param>
/// <param name="BindingData">Values that parameters ask for by name.</param>
/// <param name="Services">The services of the call's scope.</param>
/// <param name="Cancellation">Cancelled when nobody needs the result any more.</param>
internal sealed record Invocation(
    FunctionDescriptor Function,
    object? TriggerValue,
    IReadOnlyDictionary<string, object?> BindingData,
    IServiceProvider Services,
    CancellationToken Cancellation)
{
    /// <summary>The input of an orchestration, of the type that its second parameter asks for.</summary>
    public object? Input { get; init; }
}
