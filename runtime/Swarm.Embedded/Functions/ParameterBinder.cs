using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Swarm.Durable.Client;
using Swarm.Embedded.Invocations;
using Swarm.Embedded.Worker;
using Swarm.Embedded.Worker.Converters;

namespace Swarm.Embedded.Functions;

/// <summary>Fills the parameters of a function for an invocation.</summary>
internal sealed class ParameterBinder
{
    private readonly Func<FunctionContext, Invocation, ValueTask<object?>>[] _sources;

    public ParameterBinder(MethodInfo method, ParameterInfo triggerParameter) =>
        _sources = [.. method.GetParameters().Select(parameter => Source(parameter, triggerParameter))];

    public async ValueTask<object?[]> BindAsync(FunctionContext context, Invocation invocation)
    {
        var values = new object?[_sources.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = await _sources[i](context, invocation);
        }

        return values;
    }

    private static Func<FunctionContext, Invocation, ValueTask<object?>> Source(
        ParameterInfo parameter, ParameterInfo triggerParameter)
    {
        var type = parameter.ParameterType;
        var converter = parameter.GetCustomAttribute<InputConverterAttribute>()
            ?? type.GetCustomAttribute<InputConverterAttribute>();
        if (converter is not null)
        {
            return (context, invocation) => ConvertAsync(parameter, converter.ConverterType, context, invocation);
        }

        if (parameter.Position == triggerParameter.Position)
        {
            return (_, invocation) => new(invocation.TriggerValue);
        }

        if (type == typeof(DurableTaskClient))
        {
            return (context, _) => new(context.InstanceServices.GetRequiredService<DurableTaskClient>());
        }

        if (type == typeof(FunctionContext))
        {
            return (context, _) => new(context);
        }

        if (type == typeof(CancellationToken))
        {
            return (context, _) => new(context.CancellationToken);
        }

        if (type == typeof(HttpRequest))
        {
            return (context, _) => new(context.GetHttpContext()?.Request);
        }

        return (_, invocation) => new(ByName(parameter, invocation));
    }

    /// <summary>Route, query and trigger values go by name; what is left of an orchestration is its input.</summary>
    private static object? ByName(ParameterInfo parameter, Invocation invocation)
    {
        if (invocation.BindingData.TryGetValue(parameter.Name!, out var value))
        {
            return BindingValues.Convert(value, parameter);
        }

        return invocation.Function.Kind == TriggerKind.Orchestration && invocation.Input is not null
            ? invocation.Input
            : BindingValues.Missing(parameter);
    }

    private static async ValueTask<object?> ConvertAsync(
        ParameterInfo parameter, Type converterType, FunctionContext context, Invocation invocation)
    {
        var converter = (IInputConverter)ActivatorUtilities.GetServiceOrCreateInstance(
            context.InstanceServices, converterType);
        invocation.BindingData.TryGetValue(parameter.Name!, out var source);
        var result = await converter.ConvertAsync(new ParameterConversion(context, parameter.ParameterType, source));
        return result.Status switch
        {
            ConversionStatus.Succeeded => result.Value ?? BindingValues.Missing(parameter),
            ConversionStatus.Unhandled => BindingValues.Missing(parameter),
            _ => throw new FunctionInputConverterException(
                $"The parameter '{parameter.Name}' of function '{context.FunctionDefinition.Name}' could not be "
                    + $"filled: {result.Error?.Message}",
                result.Error),
        };
    }
}
