using System.ComponentModel;
using System.Reflection;
using System.Text.Json;
using Swarm.Embedded.Worker;

namespace Swarm.Embedded.Functions;

/// <summary>Turns values of a trigger, mostly text, into what a parameter asks for.</summary>
internal static class BindingValues
{
    public static object? Convert(object? value, ParameterInfo parameter)
    {
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        if (value is null || type.IsInstanceOfType(value))
        {
            return value ?? Missing(parameter);
        }

        var text = value.ToString() ?? string.Empty;
        try
        {
            var converter = TypeDescriptor.GetConverter(type);
            return converter.CanConvertFrom(typeof(string))
                ? converter.ConvertFromInvariantString(text)
                : JsonSerializer.Deserialize(text, type, JsonSerializerOptions.Web);
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or JsonException
            or NotSupportedException)
        {
            throw new FunctionInputConverterException(
                $"'{text}' is no {type.Name} for the parameter '{parameter.Name}'.", exception);
        }
    }

    /// <summary>The value of a parameter that nothing fills.</summary>
    public static object? Missing(ParameterInfo parameter) =>
        parameter.HasDefaultValue ? parameter.DefaultValue
        : parameter.ParameterType.IsValueType ? Activator.CreateInstance(parameter.ParameterType)
        : null;
}
