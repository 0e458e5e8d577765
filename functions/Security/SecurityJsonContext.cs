using System.Text.Json.Serialization;

namespace Swarm.Functions.Security;

[JsonSourceGenerationOptions(UseStringEnumConverter = true)]
[JsonSerializable(typeof(ApiKeyDocument))]
[JsonSerializable(typeof(AdminKeyDocument))]
internal sealed partial class SecurityJsonContext : JsonSerializerContext;
