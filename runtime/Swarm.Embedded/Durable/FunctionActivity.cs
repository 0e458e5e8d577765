using Microsoft.Extensions.DependencyInjection;
using Swarm.Durable;
using Swarm.Embedded.Configuration;
using Swarm.Embedded.Functions;
using Swarm.Embedded.Invocations;
using Swarm.Embedded.Worker;

namespace Swarm.Embedded.Durable;

/// <summary>An activity that is a function.</summary>
internal sealed class FunctionActivity(
    FunctionDescriptor function,
    FunctionInvoker invoker,
    IServiceScopeFactory scopes,
    HostJson hostJson)
    : ITaskActivity
{
    public Type InputType { get; } = DurableSignature.ActivityInput(function);

    public Type OutputType { get; } = DurableSignature.Output(function);

    public static string NameOf(FunctionDescriptor function) =>
        ((ActivityTriggerAttribute)function.Trigger).Activity ?? function.Name;

    public async Task<object?> RunAsync(TaskActivityContext context, object? input)
    {
        // Nothing cancels an activity but its time limit: the failure of one that was cancelled because the host stops
        // would go into the history, while one that is cut off by the end of the process is simply run again.
        using var cancellation = new CancellationTokenSource();
        if (hostJson.FunctionTimeout is { } timeout)
        {
            cancellation.CancelAfter(timeout);
        }

        await using var scope = scopes.CreateAsyncScope();
        var value = function.TriggerParameter.ParameterType == typeof(TaskActivityContext)
            ? context
            : input ?? BindingValues.Missing(function.TriggerParameter);
        var data = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase)
        {
            [DurableSignature.InstanceIdName] = context.InstanceId,
        };
        return await invoker.InvokeAsync(new EmbeddedFunctionContext(
            new Invocation(function, value, data, scope.ServiceProvider, cancellation.Token)));
    }
}
