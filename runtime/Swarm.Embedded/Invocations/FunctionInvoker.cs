using Microsoft.Extensions.DependencyInjection;
using Swarm.Embedded.Configuration;
using Swarm.Embedded.Functions;
using Swarm.Embedded.Worker;
using Swarm.Embedded.Worker.Middleware;

namespace Swarm.Embedded.Invocations;

/// <summary>
/// Runs invocations through the app's middleware to the function. Nothing here leaves the caller's scheduler, since an
/// orchestration's pipeline runs on the engine's own.
/// </summary>
internal sealed class FunctionInvoker(MiddlewareChain middleware, IServiceScopeFactory scopes, HostJson hostJson)
{
    private readonly FunctionExecutionDelegate _pipeline = middleware.Around(CallFunctionAsync);

    /// <summary>Runs a function that no request brings: in a scope of its own, within the time of host.json.</summary>
    public async Task<object?> InvokeInScopeAsync(
        FunctionDescriptor function,
        object? triggerValue,
        IReadOnlyDictionary<string, object?> bindingData,
        CancellationToken cancellation) =>
        await InvokeInScopeAsync(function, _ => triggerValue, bindingData, cancellation);

    /// <summary>The same for a trigger whose value is made with the services of the scope.</summary>
    public async Task<object?> InvokeInScopeAsync(
        FunctionDescriptor function,
        Func<IServiceProvider, object?> makeTriggerValue,
        IReadOnlyDictionary<string, object?> bindingData,
        CancellationToken cancellation)
    {
        using var limited = hostJson.LimitTime(cancellation);
        await using var scope = scopes.CreateAsyncScope();
        return await InvokeAsync(new EmbeddedFunctionContext(
            new Invocation(
                function,
                makeTriggerValue(scope.ServiceProvider),
                bindingData,
                scope.ServiceProvider,
                limited.Token)));
    }

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
