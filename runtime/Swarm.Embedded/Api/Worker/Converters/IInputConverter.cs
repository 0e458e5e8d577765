namespace Swarm.Embedded.Worker.Converters;

/// <summary>Turns an input into what a parameter asks for.</summary>
public interface IInputConverter
{
    /// <summary>Converts one input.</summary>
    ValueTask<ConversionResult> ConvertAsync(ConverterContext context);
}
