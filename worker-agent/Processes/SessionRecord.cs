using System.Text.Json;
using System.Text.Json.Serialization;
using Swarm.WorkerAgent.Folders;

namespace Swarm.WorkerAgent.Processes;

/// <summary>Which session belongs to a claim, on disk before its command runs.</summary>
/// <param name="Pid">The first process: its pid is the session's id, too.</param>
/// <param name="StartMark">When it started, in the system's own terms: a recycled pid has another one.</param>
/// <param name="Marker">A value that every process of the session has in its environment unless it removed it.</param>
internal sealed record SessionRecord(int Pid, string StartMark, string Marker)
{
    /// <summary>Names the environment variable that carries the marker.</summary>
    public const string MarkerVariable = "SWARM_AGENT_SESSION";

    public void Save(string path) =>
        DurableFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(this, SessionJson.Default.SessionRecord));

    /// <summary>The record; null when there is none (its command never ran).</summary>
    public static SessionRecord? Load(string path)
    {
        try
        {
            return File.Exists(path)
                ? JsonSerializer.Deserialize(File.ReadAllBytes(path), SessionJson.Default.SessionRecord)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>How the record is written.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(SessionRecord))]
internal sealed partial class SessionJson : JsonSerializerContext;
