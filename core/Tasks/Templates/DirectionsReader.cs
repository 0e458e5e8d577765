using Swarm.Core.Documents;
using Swarm.Core.Workflows;
using Swarm.Core.Workflows.Parsing;

namespace Swarm.Core.Tasks.Templates;

/// <summary>Reads how a director is asked, and its workers.</summary>
internal static class DirectionsReader
{
    public static readonly string[] Fields = ["director", "workers"];

    private const int PromptMaxLength = 16_000;

    /// <summary>Null when the file says nothing about it; what it leaves out is taken from the defaults.</summary>
    public static Directions? Read(ErrorList errors, MapReader root, Directions? defaults)
    {
        if (!Fields.Any(root.Has))
        {
            return null;
        }

        var prompt = root.Text("director", "Plan ${inputs.title}. ${briefing}", PromptMaxLength);
        var workers = ReadWorkers(errors, root);
        return new Directions(prompt ?? defaults?.Prompt ?? "", workers ?? defaults?.Workers ?? []);
    }

    private static List<SubtaskTemplate>? ReadWorkers(ErrorList errors, MapReader root)
    {
        if (root.Value("workers") is not { } value)
        {
            return null;
        }

        if (value is DocumentMap { Entries.Count: > 0 and <= WorkflowLimits.MaxPlanWorkers } map)
        {
            return [.. map.Entries.Select(entry => SubtaskReader.Read(errors, entry))];
        }

        root.WrongType(
            value,
            "workers",
            $"a map of 1 to {WorkflowLimits.MaxPlanWorkers} workers by name",
            "For example: workers: { coder: { title: Writes code, prompt: \"${subtask.title}\" } }");
        return null;
    }
}
