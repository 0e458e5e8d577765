using System.Buffers;
using System.Text;
using System.Text.Json;
using Swarm.Contracts.Json;
using Swarm.Core.Tasks.Templates;
using Swarm.Core.Workflows;

namespace Swarm.Core.Tasks;

/// <summary>
/// Writes the workflow that breaks a task down, as a workflow file in JSON: the subtasks of its template as a graph, or
/// a director with that graph as its fallback.
/// </summary>
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
            if (facts.Checkpoints is { } checkpoints)
            {
                json.WriteString("checkpoints", EnumWords.Of(checkpoints));
            }

            if (facts.Director is null)
            {
                WriteGraph(json, template, facts);
            }
            else
            {
                WriteHierarchy(json, template, facts);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteGraph(Utf8JsonWriter json, TaskTemplate template, TaskFacts facts)
    {
        json.WriteString("pattern", "graph");
        WriteInputs(json, facts);
        json.WriteStartObject("nodes");
        foreach (var subtask in template.Subtasks)
        {
            SubtaskNodes.Write(json, subtask, facts);
        }

        json.WriteEndObject();
    }

    private static void WriteHierarchy(Utf8JsonWriter json, TaskTemplate template, TaskFacts facts)
    {
        var directions = template.Directions ?? DefaultDirections.Value;
        json.WriteString("pattern", "hierarchical");
        WriteInputs(json, facts);
        DirectorNodes.Write(json, directions, facts);
        json.WriteStartObject("workers");
        foreach (var worker in directions.Workers)
        {
            SubtaskNodes.Write(json, worker, facts);
        }

        json.WriteEndObject();
        json.WriteStartObject(HierarchyDefinition.Fallback);
        json.WriteStartObject("input");
        foreach (var name in InputsOf(facts))
        {
            json.WriteString(name, $"${{inputs.{name}}}");
        }

        json.WriteEndObject();
        json.WriteStartObject("workflow");
        WriteGraph(json, template, facts);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static IEnumerable<string> InputsOf(TaskFacts facts) => facts.HasRepository
        ? [Title, Description, InputNames.Repository, InputNames.Base]
        : [Title, Description];

    private static void WriteInputs(Utf8JsonWriter json, TaskFacts facts)
    {
        json.WriteStartObject("inputs");
        foreach (var name in InputsOf(facts))
        {
            json.WriteStartObject(name);
            json.WriteString("type", "string");
            if (name == InputNames.Base)
            {
                json.WriteBoolean("required", value: false);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
