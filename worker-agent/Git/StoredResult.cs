using System.Text.Json;
using System.Text.Json.Serialization;
using Swarm.Contracts.WorkItems;

namespace Swarm.WorkerAgent.Git;

/// <summary>
/// A work item's result as it lies in the repository. It is written when the command has ended (not final: its effects
/// on branches and tags are still to do) and again together with the effects (final: only the report is missing).
/// </summary>
/// <param name="IsFinal">Whether all effects are done.</param>
/// <param name="Report">The report to make.</param>
internal sealed record StoredResult(bool IsFinal, ReportRequest Report)
{
    /// <summary>The version of this format.</summary>
    public int Version { get; init; } = 1;

    /// <summary>The blob that holds it; null as long as it is in memory alone.</summary>
    [JsonIgnore]
    public string? Blob { get; init; }

    public static StoredResult Parse(string blob, string text) =>
        JsonSerializer.Deserialize(text, StoredResultJson.Default.StoredResult)! with { Blob = blob };

    public string ToText() => JsonSerializer.Serialize(this, StoredResultJson.Default.StoredResult);
}

/// <summary>How the result is written.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StoredResult))]
internal sealed partial class StoredResultJson : JsonSerializerContext;
