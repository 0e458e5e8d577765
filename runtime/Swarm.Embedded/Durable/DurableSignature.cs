using System.Reflection;
using Swarm.Durable;
using Swarm.Durable.Client;
using Swarm.Embedded.Functions;
using Swarm.Embedded.Worker;
using Swarm.Embedded.Worker.Converters;

namespace Swarm.Embedded.Durable;

/// <summary>What the engine needs to know of a function's parameters and result.</summary>
internal static class DurableSignature
{
    /// <summary>The parameter that gets the id of the instance, if there is one of this name.</summary>
    private const string InstanceIdName = "instanceId";

    private static readonly Type[] ContextTypes =
    [
        typeof(TaskOrchestrationContext), typeof(FunctionContext), typeof(CancellationToken), typeof(DurableTaskClient),
    ];

    /// <summary>The input of an orchestration goes to the parameter that nothing else fills.</summary>
    public static Type OrchestrationInput(FunctionDescriptor function) =>
        function.Method.GetParameters().FirstOrDefault(IsInput)?.ParameterType ?? typeof(object);

    public static Type ActivityInput(FunctionDescriptor function) =>
        function.TriggerParameter.ParameterType == typeof(TaskActivityContext)
            ? typeof(object)
            : function.TriggerParameter.ParameterType;

    /// <summary>What parameters can ask for by name.</summary>
    public static Dictionary<string, object?> BindingData(string instanceId) =>
        new(StringComparer.OrdinalIgnoreCase) { [InstanceIdName] = instanceId };

    public static Type Output(FunctionDescriptor function)
    {
        var type = function.Method.ReturnType;
        if (type == typeof(void) || type == typeof(Task) || type == typeof(ValueTask))
        {
            return typeof(object);
        }

        var definition = type.IsGenericType ? type.GetGenericTypeDefinition() : null;
        return definition == typeof(Task<>) || definition == typeof(ValueTask<>) ? type.GetGenericArguments()[0] : type;
    }

    private static bool IsInput(ParameterInfo parameter) =>
        !ContextTypes.Contains(parameter.ParameterType)
        && !string.Equals(parameter.Name, InstanceIdName, StringComparison.OrdinalIgnoreCase)
        && !parameter.IsDefined(typeof(InputConverterAttribute));
}
