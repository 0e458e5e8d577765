using Microsoft.Extensions.DependencyInjection;
using Swarm.Durable;
using Swarm.Embedded.Functions;
using Swarm.Embedded.Invocations;
using Swarm.Embedded.Worker;

namespace Swarm.Embedded.Durable;

/// <summary>
/// An orchestration that is a function. It runs on the engine's scheduler from here to the function and back, through
/// middleware that must be as deterministic as the function itself.
/// </summary>
internal sealed class FunctionOrchestrator(
    FunctionDescriptor function, FunctionInvoker invoker, IServiceScopeFactory scopes) : ITaskOrchestrator
{
    public Type InputType { get; } = DurableSignature.OrchestrationInput(function);

    public Type OutputType { get; } = DurableSignature.Output(function);

    public static string NameOf(FunctionDescriptor function) =>
        ((OrchestrationTriggerAttribute)function.Trigger).Orchestration ?? function.Name;

    public async Task<object?> RunAsync(TaskOrchestrationContext context, object? input)
    {
        await using var scope = scopes.CreateAsyncScope();
        var data = DurableSignature.BindingData(context.InstanceId);
        return await invoker.InvokeAsync(new EmbeddedFunctionContext(
            new Invocation(function, context, data, scope.ServiceProvider, CancellationToken.None) { Input = input }));
    }
}
