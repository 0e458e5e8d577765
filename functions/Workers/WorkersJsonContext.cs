using System.Text.Json.Serialization;

namespace Swarm.Functions.Workers;

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(WorkerDocument))]
[JsonSerializable(typeof(MachineDocument))]
[JsonSerializable(typeof(JoinTokenDocument))]
[JsonSerializable(typeof(ActiveWorkDocument))]
internal sealed partial class WorkersJsonContext : JsonSerializerContext;
