namespace Swarm.Embedded.Worker.Converters;

/// <summary>Names the converter of a parameter or of a type.</summary>
[AttributeUsage(
    AttributeTargets.Parameter | AttributeTargets.Class | AttributeTargets.Interface | AttributeTargets.Enum
        | AttributeTargets.Struct,
    AllowMultiple = true)]
public class InputConverterAttribute : Attribute
{
    /// <summary>Creates the attribute.</summary>
    public InputConverterAttribute(Type converterType) => ConverterType = converterType;

    /// <summary>A class that is an <see cref="IInputConverter"/>.</summary>
    public Type ConverterType { get; }
}
