using System.Text.Json.Serialization;

namespace Swarm.Functions.Pending;

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(PendingDocument))]
internal sealed partial class PendingJsonContext : JsonSerializerContext;
