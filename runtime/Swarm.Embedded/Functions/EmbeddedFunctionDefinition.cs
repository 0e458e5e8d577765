using System.Collections.Immutable;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Swarm.Embedded.Worker;
using Swarm.Embedded.Worker.Extensions.Abstractions;

namespace Swarm.Embedded.Functions;

/// <summary>What a function shows of itself to middleware.</summary>
internal sealed class EmbeddedFunctionDefinition : FunctionDefinition
{
    private const string ReturnName = "$return";

    public EmbeddedFunctionDefinition(string name, MethodInfo method, TriggerKind kind)
    {
        Name = name;
        EntryPoint = FunctionDescriptor.EntryPointOf(method);
        PathToAssembly = method.Module.Assembly.Location;
        Id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{name} {EntryPoint}")).AsSpan(0, 8));
        Parameters =
        [
            .. method.GetParameters().Select(parameter => new FunctionParameter(
                parameter.Name!, parameter.ParameterType, parameter.HasDefaultValue, DefaultOf(parameter))),
        ];
        InputBindings = method.GetParameters()
            .Where(parameter => parameter.IsDefined(typeof(BindingAttribute)))
            .ToImmutableDictionary(parameter => parameter.Name!, Input);
        OutputBindings = kind == TriggerKind.Http
            ? ImmutableDictionary<string, BindingMetadata>.Empty.Add(
                ReturnName, new EmbeddedBindingMetadata(ReturnName, "http", BindingDirection.Out))
            : ImmutableDictionary<string, BindingMetadata>.Empty;
    }

    public override ImmutableArray<FunctionParameter> Parameters { get; }

    public override string PathToAssembly { get; }

    public override string EntryPoint { get; }

    public override string Id { get; }

    public override string Name { get; }

    public override IImmutableDictionary<string, BindingMetadata> InputBindings { get; }

    public override IImmutableDictionary<string, BindingMetadata> OutputBindings { get; }

    private static object? DefaultOf(ParameterInfo parameter) =>
        parameter.HasDefaultValue ? parameter.DefaultValue : null;

    private static BindingMetadata Input(ParameterInfo parameter)
    {
        // The kinds are those of the host's own metadata: httpTrigger, timerTrigger, durableClient and so on.
        var attribute = parameter.GetCustomAttribute<BindingAttribute>()!.GetType().Name;
        var kind = char.ToLowerInvariant(attribute[0]) + attribute[1..^nameof(Attribute).Length];
        return new EmbeddedBindingMetadata(parameter.Name!, kind, BindingDirection.In);
    }
}
