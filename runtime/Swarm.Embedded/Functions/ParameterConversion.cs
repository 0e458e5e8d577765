using System.Collections.Immutable;
using Swarm.Embedded.Worker;
using Swarm.Embedded.Worker.Converters;

namespace Swarm.Embedded.Functions;

/// <summary>The conversion of one parameter.</summary>
internal sealed class ParameterConversion(FunctionContext context, Type targetType, object? source) : ConverterContext
{
    public override Type TargetType => targetType;

    public override object? Source => source;

    public override FunctionContext FunctionContext => context;

    public override IReadOnlyDictionary<string, object> Properties => ImmutableDictionary<string, object>.Empty;
}
