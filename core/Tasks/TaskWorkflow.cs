using System.Buffers;
using System.Text;
using System.Text.Json;
using Swarm.Contracts.Allocation;
using Swarm.Contracts.Json;
using Swarm.Core.Tasks.Templates;
using Swarm.Core.Workflows;
using Swarm.Core.Workflows.Parsing;

namespace Swarm.Core.Tasks;

/// <summary>Writes the workflow that a template makes of a task, as a workflow file in JSON.</summary>
public static class TaskWorkflow
{
    public const string Title = "title";
    public const string Description = "description";

    private static readonly JsonWriterOptions s_indented = new() { Indented = true };

    /// <summary>The file. Title, description and repository of the task are its inputs.</summary>
    public static string Write(TaskTemplate template, TaskFacts facts)
    {
        ArgumentNullException.ThrowIfNull(template);
        ArgumentNullException.ThrowIfNull(facts);
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, s_indented))
        {
            json.WriteStartObject();
            json.WriteNumber("version", WorkflowLimits.LanguageVersion);
            json.WriteString("name", facts.WorkflowName);
            json.WriteString("pattern", "graph");
            if (facts.Checkpoints is { } checkpoints)
            {
                json.WriteString("checkpoints", EnumWords.Of(checkpoints));
            }

            WriteInputs(json, facts);
            json.WriteStartObject("nodes");
            foreach (var subtask in template.Subtasks)
            {
                WriteNode(json, subtask, facts);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteInputs(Utf8JsonWriter json, TaskFacts facts)
    {
        json.WriteStartObject("inputs");
        foreach (var name in new[] { Title, Description })
        {
            json.WriteStartObject(name);
            json.WriteString("type", "string");
            json.WriteEndObject();
        }

        if (facts.HasRepository)
        {
            json.WriteStartObject(InputNames.Repository);
            json.WriteString("type", "string");
            json.WriteEndObject();
            json.WriteStartObject(InputNames.Base);
            json.WriteString("type", "string");
            json.WriteBoolean("required", value: false);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteNode(Utf8JsonWriter json, SubtaskTemplate subtask, TaskFacts facts)
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

        if ((facts.Priority ?? subtask.Priority) is var priority and not NodePriority.Default)
        {
            json.WriteString("priority", priority.ToString().ToLowerInvariant());
        }

        if (subtask.Specialisation is { } specialisation)
        {
            json.WriteStartObject("requires");
            json.WriteString("specialisation", specialisation);
            json.WriteEndObject();
        }

        if (facts.Sensitive)
        {
            json.WriteString("privacy", "sensitive");
        }

        if (facts.Permission != PermissionLevel.Autonomous)
        {
            json.WriteString("permission", PlacementReader.WordOf(facts.Permission));
        }

        if (subtask.Commit is { } commit && facts.HasRepository)
        {
            json.WriteString("commit", commit);
        }

        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }
}
