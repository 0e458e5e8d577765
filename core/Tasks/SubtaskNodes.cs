using System.Text.Json;
using Swarm.Contracts.Allocation;
using Swarm.Core.Tasks.Templates;
using Swarm.Core.Workflows;
using Swarm.Core.Workflows.Parsing;

namespace Swarm.Core.Tasks;

/// <summary>Writes subtasks as nodes of a workflow.</summary>
internal static class SubtaskNodes
{
    public static void Write(Utf8JsonWriter json, SubtaskTemplate subtask, TaskFacts facts)
    {
        json.WriteStartObject(subtask.Id);
        if (subtask.Run is { } run)
        {
            WriteTexts(json, "run", run);
        }
        else
        {
            json.WriteString("tool", subtask.Tool ?? facts.Tool);
            json.WriteString("prompt", subtask.Prompt);
        }

        if (subtask.Needs.Count > 0)
        {
            WriteTexts(json, "needs", subtask.Needs);
        }

        if (subtask.Specialisation is { } specialisation)
        {
            json.WriteStartObject("requires");
            json.WriteString("specialisation", specialisation);
            json.WriteEndObject();
        }

        WriteFacts(json, subtask.Priority, facts);
        if (subtask.Commit is { } commit && facts.HasRepository)
        {
            json.WriteString("commit", commit);
        }

        json.WriteEndObject();
    }

    /// <summary>What holds for all work of the task.</summary>
    public static void WriteFacts(Utf8JsonWriter json, NodePriority own, TaskFacts facts)
    {
        if ((facts.Priority ?? own) is var priority and not NodePriority.Default)
        {
            json.WriteString("priority", priority.ToString().ToLowerInvariant());
        }

        if (facts.Sensitive)
        {
            json.WriteString("privacy", "sensitive");
        }

        if (facts.Permission != PermissionLevel.Autonomous)
        {
            json.WriteString("permission", PlacementReader.WordOf(facts.Permission));
        }
    }

    public static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }
}
