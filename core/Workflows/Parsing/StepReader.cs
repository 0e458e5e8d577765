using Swarm.Core.Documents;

namespace Swarm.Core.Workflows.Parsing;

/// <summary>Reads the steps of a sequence: nodes in a list, whose ids may be left out.</summary>
internal static class StepReader
{
    public static List<NodeDraft> Read(ErrorList errors, MapReader root, NodeReader reader)
    {
        var value = root.Value("steps")!;
        if (root.Has("nodes"))
        {
            root.Refuse("nodes", "has both 'steps' and 'nodes'", "Keep one of the two.");
        }

        if (value is not DocumentList { Items.Count: > 0 and <= WorkflowLimits.MaxNodes } list)
        {
            root.WrongType(
                value,
                "steps",
                $"a list of 1 to {WorkflowLimits.MaxNodes} steps",
                "For example: steps: [{ run: [make] }, { run: [make, test] }]");
            return [];
        }

        var known = new HashSet<string>();
        var nodes = new List<NodeDraft>();
        foreach (var (item, number) in list.Items.Select((item, i) => (item, i + 1)))
        {
            var id = ((item as DocumentMap)?.Find("id")?.Value as DocumentScalar)?.Text ?? $"step-{number}";
            var entry = new DocumentEntry(id, item.Position, item.Pointer, item);
            if (known.Add(id))
            {
                nodes.Add(reader.Read(entry, isStep: true));
                continue;
            }

            errors.Add(
                item,
                WorkflowErrorCodes.DuplicateNode,
                $"There is a step '{id}' already.",
                id,
                "Rename one of the two.");
        }

        return nodes;
    }
}
