using System.Text.Json.Serialization;

namespace Swarm.Functions.Content;

[JsonSerializable(typeof(ContentDocument))]
internal sealed partial class ContentJsonContext : JsonSerializerContext;
