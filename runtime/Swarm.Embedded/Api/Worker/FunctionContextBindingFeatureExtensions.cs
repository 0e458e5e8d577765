using Swarm.Embedded.Invocations;

namespace Swarm.Embedded.Worker;

/// <summary>What middleware can ask of an invocation's bindings.</summary>
public static class FunctionContextBindingFeatureExtensions
{
    /// <summary>The result of the invocation, once the function has returned.</summary>
    public static InvocationResult GetInvocationResult(this FunctionContext context) =>
        new UntypedInvocationResult(Outcome(context));

    /// <summary>The result of the invocation as <typeparamref name="T"/>.</summary>
    /// <exception cref="InvalidOperationException">The result is of another type.</exception>
    public static InvocationResult<T> GetInvocationResult<T>(this FunctionContext context)
    {
        var outcome = Outcome(context);
        return outcome.Value is null or T
            ? new TypedInvocationResult<T>(outcome)
            : throw new InvalidOperationException(
                $"Requested type ({typeof(T)}) does not match the type of the result ({outcome.Value.GetType()}).");
    }

    private static InvocationOutcome Outcome(FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Features.Get<InvocationOutcome>()
            ?? throw new InvalidOperationException("The context was not made by this host.");
    }
}
