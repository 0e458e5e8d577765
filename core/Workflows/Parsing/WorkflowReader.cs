using Swarm.Core.Documents;

namespace Swarm.Core.Workflows.Parsing;

/// <summary>Reads the whole file: its parts first, then what holds between them.</summary>
internal sealed class WorkflowReader(ErrorList errors)
{
    private const int NameMaxLength = 100;

    private static readonly string[] Fields =
        ["version", "name", "description", "pattern", "inputs", "defaults", "nodes", "edges"];

    private static readonly Dictionary<string, WorkflowPattern> Patterns =
        Enum.GetValues<WorkflowPattern>().ToDictionary(p => p.ToString().ToLowerInvariant());

    public WorkflowParseResult Read(DocumentNode document)
    {
        if (MapReader.Open(errors, document, "the workflow", Fields) is not { } root)
        {
            return new WorkflowParseResult(Definition: null, errors.Sorted(), Name: null, NodeIds: []);
        }

        ReadVersion(root);
        root.Required("name", "build-with-repair");
        var name = root.Text("name", "build-with-repair", NameMaxLength);
        var description = root.Text("description", "What it does");
        var pattern = ReadPattern(root);
        var inputs = root.Value("inputs") is { } given ? InputReader.Read(errors, given) : [];
        var nodes = ReadNodes(root, out var templates);
        var edges = new EdgeReader(errors, nodes).Read(root.Value("edges"));
        var upstream = new UpstreamNodes(nodes, edges);
        new GraphCheck(errors, nodes, edges, upstream).Run(hasEdges: edges.Count > 0);
        new RepositoryCheck(errors, inputs, nodes).Run();
        new ReferenceCheck(errors, inputs, nodes, upstream).Run(templates);

        var definition = new WorkflowDefinition
        {
            Name = name ?? "",
            Description = description,
            Pattern = pattern,
            Inputs = inputs,
            Nodes = [.. nodes.Select(n => n.Definition)],
            Edges = [.. edges.Select(e => e.Definition)],
        };
        if (errors.IsEmpty && !DefinitionSize.Fits(definition))
        {
            errors.Add(
                document,
                WorkflowErrorCodes.TooLarge,
                $"With its defaults and lists filled in the workflow has more than {WorkflowLimits.DefinitionMaxBytes} "
                + "bytes.",
                suggestion: "Shorten what every node or every edge of a list repeats.");
        }

        return new WorkflowParseResult(
            errors.IsEmpty ? definition : null, errors.Sorted(), name, [.. nodes.Select(n => n.Id)]);
    }

    private void ReadVersion(MapReader root)
    {
        if (root.Required("version", "1") is not { } value)
        {
            return;
        }

        if (value is not DocumentScalar scalar || !scalar.TryGetInteger(out var version))
        {
            root.WrongType(value, "version", "the version of the language, a whole number", "Write: version: 1");
        }
        else if (version != WorkflowLimits.LanguageVersion)
        {
            errors.Add(
                value,
                WorkflowErrorCodes.UnsupportedVersion,
                $"This is version {version} of the workflow language; only version 1 is known here.",
                suggestion: "Write: version: 1");
        }
    }

    private WorkflowPattern ReadPattern(MapReader root)
    {
        var pattern = root.Choice("pattern", Patterns) ?? WorkflowPattern.Graph;
        if (pattern != WorkflowPattern.Graph)
        {
            errors.Add(
                root.Value("pattern")!,
                WorkflowErrorCodes.UnsupportedPattern,
                $"The pattern '{pattern.ToString().ToLowerInvariant()}' is part of the language, but this version "
                + "runs only 'graph'.",
                suggestion: "Write: pattern: graph");
        }

        return pattern;
    }

    private List<NodeDraft> ReadNodes(MapReader root, out IReadOnlyList<TemplateUse> templates)
    {
        var reader = new NodeReader(errors);
        templates = reader.Templates;
        if (root.Value("defaults") is { } defaults)
        {
            reader.ReadDefaults(defaults);
        }

        if (root.Required("nodes", "{ build: { run: [make] } }") is not { } value)
        {
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

        return [.. map.Entries.Take(WorkflowLimits.MaxNodes).Select(reader.Read)];
    }
}
