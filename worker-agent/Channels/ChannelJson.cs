using System.Text.Json;
using System.Text.Json.Serialization;

namespace Swarm.WorkerAgent.Channels;

/// <summary>How requests and replies are written.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ChannelRequest))]
[JsonSerializable(typeof(ChannelReply))]
[JsonSerializable(typeof(DeskContext))]
internal sealed partial class ChannelJson : JsonSerializerContext;
