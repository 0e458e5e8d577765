using System.Text.Json.Serialization;
using Swarm.Cli.Demos;
using Swarm.Cli.Statuses;
using Swarm.Contracts.Json;

namespace Swarm.Cli.Json;

/// <summary>How the command line's own results are written, in the manner of the API.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true,
    Converters = [typeof(IsoDurationConverter)])]
[JsonSerializable(typeof(StatusReport))]
[JsonSerializable(typeof(DemoReport))]
internal sealed partial class CliJsonContext : JsonSerializerContext;
