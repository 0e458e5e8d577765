using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Swarm.Durable.Client;

namespace Swarm.Embedded.Management;

/// <summary>An instance as clients of Durable Functions know it.</summary>
internal sealed record InstanceStatus(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("instanceId")] string InstanceId,
    [property: JsonPropertyName("runtimeStatus")] string RuntimeStatus,
    [property: JsonPropertyName("input")] JsonNode? Input,
    [property: JsonPropertyName("customStatus")] JsonNode? CustomStatus,
    [property: JsonPropertyName("output")] JsonNode? Output,
    [property: JsonPropertyName("createdTime")] string CreatedTime,
    [property: JsonPropertyName("lastUpdatedTime")] string LastUpdatedTime,
    [property: JsonPropertyName("historyEvents")]
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    JsonArray? HistoryEvents = null)
{
    public static InstanceStatus Of(OrchestrationMetadata instance, bool showInput) => new(
        instance.Name,
        instance.InstanceId,
        instance.RuntimeStatus.ToString(),
        showInput ? PayloadJson.Parse(instance.SerializedInput) : null,
        PayloadJson.Parse(instance.SerializedCustomStatus),
        instance.RuntimeStatus == OrchestrationRuntimeStatus.Failed
            ? instance.SerializedOutput ?? instance.FailureDetails?.ErrorMessage
            : PayloadJson.Parse(instance.SerializedOutput),
        Time(instance.CreatedAt),
        Time(instance.LastUpdatedAt));

    /// <summary>Whole seconds of UTC, as Durable Functions writes them.</summary>
    private static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
