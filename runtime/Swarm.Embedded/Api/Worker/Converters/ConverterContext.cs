namespace Swarm.Embedded.Worker.Converters;

/// <summary>What a converter has to work with.</summary>
public abstract class ConverterContext
{
    /// <summary>The type that the parameter asks for.</summary>
    public abstract Type TargetType { get; }

    /// <summary>The input, if the trigger has one by this name.</summary>
    public abstract object? Source { get; }

    /// <summary>The invocation.</summary>
    public abstract FunctionContext FunctionContext { get; }

    /// <summary>What bindings have noted about the parameter.</summary>
    public abstract IReadOnlyDictionary<string, object> Properties { get; }
}
