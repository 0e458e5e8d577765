using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Swarm.Contracts.Json;

namespace Swarm.Cli.Json;

/// <summary>Writes results for programs: the wire types as the API writes them, indented.</summary>
internal static class JsonOutput
{
    public static readonly SwarmJsonContext Indented =
        new(new JsonSerializerOptions(SwarmJsonContext.Default.Options) { WriteIndented = true });

    public static void Write<T>(TextWriter output, T value, JsonTypeInfo<T> type) =>
        output.WriteLine(JsonSerializer.Serialize(value, type));
}
