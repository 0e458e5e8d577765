using System.Text;
using System.Text.Json;
using System.Xml;
using Swarm.Contracts.Tasks;
using Swarm.Core.Tasks.Templates;
using Swarm.Core.Workflows;

namespace Swarm.Core.Tasks;

/// <summary>Writes the director of a task, and what it may have done.</summary>
internal static class DirectorNodes
{
    public static void Write(Utf8JsonWriter json, Directions directions, TaskFacts facts)
    {
        var director = facts.Director!;
        json.WriteStartObject(HierarchyDefinition.Director);
        if (director.Run is { } run)
        {
            SubtaskNodes.WriteTexts(json, "run", run);
        }
        else
        {
            json.WriteString("tool", director.Tool ?? facts.Tool);
            json.WriteString("prompt", PromptOf(directions));
        }

        SubtaskNodes.WriteFacts(json, NodePriority.Default, facts);
        json.WriteEndObject();
        WriteLimits(json, director);
    }

    private static string PromptOf(Directions directions)
    {
        var prompt = new StringBuilder(directions.Prompt.TrimEnd()).Append("\n\nThe workers:\n");
        foreach (var worker in directions.Workers)
        {
            prompt.Append("- ").Append(worker.Id).Append(": ").Append(worker.Title).Append('\n');
        }

        return prompt.ToString();
    }

    private static void WriteLimits(Utf8JsonWriter json, TaskDirector director)
    {
        json.WriteStartObject("limits");
        WriteNumber(json, "corrections", director.Corrections);
        WriteNumber(json, "nodes", director.Subtasks);
        WriteNumber(json, "rounds", director.Rounds);
        WriteNumber(json, "cost", director.CostUsd);
        WriteDuration(json, "time", director.Time);
        WriteDuration(json, "patience", director.Patience);
        json.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, decimal? number)
    {
        if (number is { } given)
        {
            json.WriteNumber(name, given);
        }
    }

    private static void WriteDuration(Utf8JsonWriter json, string name, TimeSpan? duration)
    {
        if (duration is { } given)
        {
            json.WriteString(name, XmlConvert.ToString(given));
        }
    }
}
