namespace Swarm.Embedded.Worker.Converters;

/// <summary>How a conversion ended.</summary>
public enum ConversionStatus
{
    /// <summary>The converter has nothing to say about this input.</summary>
    Unhandled = 0,

    /// <summary>There is a value.</summary>
    Succeeded = 1,

    /// <summary>The input is this converter's, and wrong.</summary>
    Failed = 2,
}
