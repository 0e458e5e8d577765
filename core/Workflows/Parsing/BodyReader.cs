using System.Text.Json;
using Swarm.Contracts.Checkpoints;
using Swarm.Contracts.Json;
using Swarm.Core.Documents;

namespace Swarm.Core.Workflows.Parsing;

/// <summary>
/// Reads what a workflow is made of, be it a file or a workflow inside of another: its parts first, then what holds
/// between them.
/// </summary>
/// <param name="errors">Where errors go.</param>
/// <param name="depth">How deep it lies in other workflows; 0 for the file itself.</param>
internal sealed class BodyReader(ErrorList errors, int depth)
{
    public static readonly string[] Fields =
    [
        "description", "pattern", "inputs", "defaults", "nodes", "steps", "edges", "maxParallel", "onFailure",
        "outputs", "quorum", "decide", "director", "workers", "limits", "fallback", "checkpoints",
    ];

    private static readonly Dictionary<string, WorkflowPattern> Patterns =
        Enum.GetValues<WorkflowPattern>().ToDictionary(NameOf);

    private static readonly Dictionary<string, CheckpointFrequency> s_frequencies =
        Enum.GetValues<CheckpointFrequency>().ToDictionary(value => EnumWords.Of(value));

    private readonly List<TemplateUse> _templates = [];

    /// <summary>The definition as far as it could be read, and the ids of its nodes.</summary>
    public (WorkflowDefinition Definition, IReadOnlyList<string> NodeIds) Read(MapReader root, string name)
    {
        var description = root.Text("description", "What it does");
        var pattern = root.Choice("pattern", Patterns) ?? WorkflowPattern.Graph;
        RefuseForeignFields(root, pattern);
        var inputs = root.Value("inputs") is { } given ? InputReader.Read(errors, given) : [];
        var rule = FanOutReader.ReadRule(root);
        var reader = new NodeReader(errors, new KindReader(errors, depth), _templates);
        var nodes = ReadNodes(root, reader, pattern, rule);
        var mixture = pattern == WorkflowPattern.Mixture ? new MixtureReader(errors, reader).Read(root, nodes) : null;
        var hierarchy = pattern == WorkflowPattern.Hierarchical
            ? new HierarchyReader(errors, reader).Read(root, nodes)
            : null;
        var edges = pattern switch
        {
            WorkflowPattern.Sequential => Chain(nodes),
            _ => new EdgeReader(errors, nodes).Read(root.Value("edges")),
        };
        var outputs = ReadOutputs(root);
        IReadOnlyList<NodeDraft> all = [.. nodes, .. hierarchy?.Drafts ?? []];
        if (pattern != WorkflowPattern.Graph)
        {
            RefuseBranches(all, pattern);
        }

        var upstream = new UpstreamNodes(all, edges);
        var asksForEdges = pattern == WorkflowPattern.Graph && edges.Count > 0;
        new GraphCheck(errors, nodes, edges, upstream).Run(asksForEdges);
        if (depth == 0)
        {
            new RepositoryCheck(errors, inputs, all).Run();
        }

        new ReferenceCheck(errors, inputs, all, upstream).Run(_templates);
        var definition = new WorkflowDefinition
        {
            Name = name,
            Description = description,
            Pattern = pattern,
            Inputs = inputs,
            Nodes = [.. nodes.Select(n => n.Definition)],
            Edges = [.. edges.Select(e => e.Definition)],
            Checkpoints = root.Choice("checkpoints", s_frequencies),
            MaxParallel = FanOutReader.ReadMaxParallel(root),
            FailFast = pattern == WorkflowPattern.Concurrent && rule != FailureRule.Collect,
            Outputs = outputs,
            Mixture = mixture,
            Hierarchy = hierarchy?.Definition,
        };
        return (definition, [.. nodes.Select(n => n.Id)]);
    }

    private static string NameOf(WorkflowPattern pattern) => pattern.ToString().ToLowerInvariant();

    private void RefuseForeignFields(MapReader root, WorkflowPattern pattern)
    {
        foreach (var (field, patterns) in PatternFields.Of)
        {
            if (root.Entry(field) is { } entry && !patterns.Contains(pattern))
            {
                errors.Add(
                    entry.Position,
                    entry.Pointer,
                    WorkflowErrorCodes.ConflictingFields,
                    $"The pattern '{NameOf(pattern)}' has no '{field}'.",
                    suggestion: $"Remove it, or write: pattern: {NameOf(patterns[0])}");
            }
        }
    }

    private List<NodeDraft> ReadNodes(
        MapReader root, NodeReader reader, WorkflowPattern pattern, FailureRule? rule)
    {
        if (root.Value("defaults") is { } defaults)
        {
            reader.ReadDefaults(defaults);
        }

        if (pattern == WorkflowPattern.Hierarchical)
        {
            return [];
        }

        var nodes = root.Has("steps")
            ? StepReader.Read(errors, root, reader)
            : ReadNodeMap(root, reader, pattern == WorkflowPattern.Sequential ? "steps" : "nodes");
        for (var i = 0; i < nodes.Count; i++)
        {
            nodes[i] = pattern switch
            {
                WorkflowPattern.Sequential when i > 0 => nodes[i] with
                {
                    Definition = nodes[i].Definition with { Previous = nodes[i - 1].Id },
                },
                WorkflowPattern.Concurrent when rule == FailureRule.Collect => nodes[i] with
                {
                    Definition = nodes[i].Definition with { ContinueOnFailure = true },
                },
                _ => nodes[i],
            };
        }

        return nodes;
    }

    private static List<NodeDraft> ReadNodeMap(MapReader root, NodeReader reader, string missing)
    {
        if (root.Value("nodes") is not { } value)
        {
            root.Required(
                missing,
                missing == "steps" ? "[{ run: [make] }, { run: [make, test] }]" : "{ build: { run: [make] } }");
            return [];
        }

        if (value is not DocumentMap { Entries.Count: > 0 } map)
        {
            root.WrongType(
                value, "nodes", "a map from node ids to nodes", "For example: nodes: { build: { run: [make] } }");
            return [];
        }

        if (map.Entries.Count > WorkflowLimits.MaxNodes)
        {
            root.OutOfRange("nodes", $"has {map.Entries.Count} nodes; at most {WorkflowLimits.MaxNodes} are allowed");
        }

        return [.. map.Entries.Take(WorkflowLimits.MaxNodes).Select(entry => reader.Read(entry))];
    }

    private void RefuseBranches(IReadOnlyList<NodeDraft> nodes, WorkflowPattern pattern)
    {
        foreach (var node in nodes)
        {
            foreach (var field in new[] { "needs", "join" })
            {
                if ((node.Entry.Value as DocumentMap)?.Find(field) is { } entry)
                {
                    errors.Add(
                        entry.Position,
                        entry.Pointer,
                        WorkflowErrorCodes.ConflictingFields,
                        $"Node '{node.Id}' has '{field}', but in the pattern '{NameOf(pattern)}' nodes have no edges.",
                        node.Id,
                        "Remove it, or write: pattern: graph");
                }
            }
        }
    }

    private static List<EdgeDraft> Chain(IReadOnlyList<NodeDraft> nodes) =>
    [
        .. nodes.Zip(nodes.Skip(1), (from, to) =>
            new EdgeDraft(new EdgeDefinition { From = from.Id, To = to.Id }, to.Entry.Value)),
    ];

    private Dictionary<string, JsonElement>? ReadOutputs(MapReader root)
    {
        if (root.Value("outputs") is not { } value)
        {
            return null;
        }

        if (value is not DocumentMap { Entries.Count: <= WorkflowLimits.MaxOutputs } map)
        {
            root.WrongType(
                value,
                "outputs",
                $"a map of at most {WorkflowLimits.MaxOutputs} named values",
                "For example: outputs: { report: \"${write.stdout}\" }");
            return null;
        }

        foreach (var entry in map.Entries)
        {
            if (!Ids.IsInputName(entry.Key))
            {
                errors.Add(
                    entry.Position,
                    entry.Pointer,
                    WorkflowErrorCodes.InvalidId,
                    $"The output '{entry.Key}' must be named by a letter, then letters, digits, '-' and '_', at most "
                    + "63.");
            }

            _templates.AddRange(NodeReader.TextsIn(entry.Value)
                .Select(text => new TemplateUse(Node: null, $"outputs.{entry.Key}", text, IsOutput: true)));
        }

        return map.Entries.ToDictionary(entry => entry.Key, entry => entry.Value.ToJson());
    }
}
