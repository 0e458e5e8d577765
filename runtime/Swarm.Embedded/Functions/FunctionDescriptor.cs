using System.Reflection;
using Swarm.Embedded.Worker;
using Swarm.Embedded.Worker.Extensions.Abstractions;

namespace Swarm.Embedded.Functions;

/// <summary>A function that the host has found and accepted.</summary>
internal sealed record FunctionDescriptor(
    string Name,
    MethodInfo Method,
    ParameterInfo TriggerParameter,
    TriggerBindingAttribute Trigger,
    TriggerKind Kind)
{
    private readonly Lazy<FunctionDefinition> _definition =
        new(() => new EmbeddedFunctionDefinition(Name, Method, Kind));

    private readonly Lazy<ParameterBinder> _parameters = new(() => new ParameterBinder(Method, TriggerParameter));
    private readonly Lazy<FunctionCall> _call = new(() => new FunctionCall(Method));

    /// <summary>The method as people know it, for messages.</summary>
    public string EntryPoint { get; } = EntryPointOf(Method);

    public FunctionDefinition Definition => _definition.Value;

    public ParameterBinder Parameters => _parameters.Value;

    public FunctionCall Call => _call.Value;

    public static string EntryPointOf(MethodInfo method) => $"{method.DeclaringType?.FullName}.{method.Name}";
}
