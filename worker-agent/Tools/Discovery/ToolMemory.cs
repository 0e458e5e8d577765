using System.Text.Json;
using System.Text.Json.Serialization;
using Swarm.Contracts.Workers;
using Swarm.WorkerAgent.Folders;

namespace Swarm.WorkerAgent.Tools.Discovery;

/// <summary>
/// What was found of the tools, on disk. It may be out of date: a tool that is gone meanwhile refuses its work, and is
/// known better after the first look.
/// </summary>
internal sealed class ToolMemory(string path)
{
    private static readonly ToolMemoryJson Json = ToolMemoryJson.Default;

    private readonly Dictionary<string, ToolState> known = Load(path).ToDictionary(state => state.Name);

    /// <summary>How a tool was; null if it is not known to be well. What needs no look is always well.</summary>
    public ToolHealth? Find(ITool tool) =>
        tool is ShellTool or NoopTool ? ToolHealth.BuiltIn
        : known.TryGetValue(tool.Name, out var state) && state.Healthy
            ? new ToolHealth(IsPresent: true, Version: state.Version) { Models = state.Models }
            : null;

    public void Keep(IReadOnlyList<ToolState> states) =>
        DurableFile.Write(path, JsonSerializer.SerializeToUtf8Bytes([.. states], Json.ListToolState));

    /// <summary>What was found last.</summary>
    public static IReadOnlyList<ToolState> Load(string path)
    {
        try
        {
            return File.Exists(path)
                ? JsonSerializer.Deserialize(File.ReadAllBytes(path), Json.ListToolState) ?? []
                : [];
        }
        catch (JsonException)
        {
            // They are found again.
            return [];
        }
    }
}

/// <summary>How the memory is written.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(List<ToolState>))]
internal sealed partial class ToolMemoryJson : JsonSerializerContext;
