using Swarm.Durable.Entities;
using Swarm.Embedded.Functions;
using Swarm.Embedded.Invocations;
using Swarm.Embedded.Worker;

namespace Swarm.Embedded.Durable;

/// <summary>An entity that is a function: run once for each operation, with the app's middleware around it.</summary>
internal sealed class FunctionEntity(FunctionDescriptor function, FunctionInvoker invoker) : ITaskEntity
{
    public static string NameOf(FunctionDescriptor function) =>
        ((EntityTriggerAttribute)function.Trigger).EntityName ?? function.Name;

    public async ValueTask<object?> RunAsync(TaskEntityOperation operation)
    {
        TaskEntityDispatcher? dispatcher = null;
        await invoker.InvokeInScopeAsync(
            function,
            services => dispatcher = new TaskEntityDispatcher(operation, services),
            DurableSignature.BindingData(operation.Context.Id.ToString()),
            CancellationToken.None);
        return dispatcher?.Result;
    }
}
