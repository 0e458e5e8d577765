using Swarm.Durable;
using Swarm.Embedded.Functions;
using Swarm.Embedded.Invocations;
using Swarm.Embedded.Worker;

namespace Swarm.Embedded.Durable;

/// <summary>An activity that is a function.</summary>
internal sealed class FunctionActivity(FunctionDescriptor function, FunctionInvoker invoker) : ITaskActivity
{
    public Type InputType { get; } = DurableSignature.ActivityInput(function);

    public Type OutputType { get; } = DurableSignature.Output(function);

    public static string NameOf(FunctionDescriptor function) =>
        ((ActivityTriggerAttribute)function.Trigger).Activity ?? function.Name;

    public Task<object?> RunAsync(TaskActivityContext context, object? input)
    {
        var value = function.TriggerParameter.ParameterType == typeof(TaskActivityContext)
            ? context
            : input ?? BindingValues.Missing(function.TriggerParameter);

        // Nothing cancels an activity but its time limit: the failure of one that was cancelled because the host stops
        // would go into the history, while one that is cut off by the end of the process is simply run again.
        return invoker.InvokeInScopeAsync(
            function, value, DurableSignature.BindingData(context.InstanceId), CancellationToken.None);
    }
}
