using Swarm.Embedded.Worker;
using Swarm.Embedded.Worker.Middleware;

namespace Swarm.Embedded.Invocations;

/// <summary>
/// Runs invocations through the app's middleware to the function. Nothing here leaves the caller's scheduler, since an
/// orchestration's pipeline runs on the engine's own.
/// </summary>
internal sealed class FunctionInvoker
{
    private readonly FunctionExecutionDelegate _pipeline;

    public FunctionInvoker(MiddlewareChain middleware) => _pipeline = middleware.Around(CallFunctionAsync);

    /// <summary>Returns the result that the function gave, or that middleware put in its place.</summary>
    public async Task<object?> InvokeAsync(EmbeddedFunctionContext context)
    {
        await _pipeline(context);
        return context.Outcome.Value;
    }

    private static async Task CallFunctionAsync(FunctionContext context)
    {
        // By feature and not by cast: middleware may hand on a context of its own that wraps ours.
        var invocation = context.Features.Get<Invocation>()
            ?? throw new InvalidOperationException("Middleware handed on a context without the features of the first.");
        var arguments = await invocation.Function.Parameters.BindAsync(context, invocation);
        context.GetInvocationResult().Value = await invocation.Function.Call.InvokeAsync(
            context.InstanceServices, arguments);
    }
}
