using System.Text.Json.Serialization;

namespace Swarm.Functions.WorkLogs;

[JsonSerializable(typeof(LogHeadDocument))]
[JsonSerializable(typeof(LogChunkDocument))]
internal sealed partial class WorkLogsJsonContext : JsonSerializerContext;
