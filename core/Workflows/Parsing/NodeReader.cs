using System.Text.Json;
using Swarm.Core.Documents;
using Swarm.Core.References;

namespace Swarm.Core.Workflows.Parsing;

/// <summary>Reads nodes, one after the other, and remembers which of their texts may hold references.</summary>
internal sealed class NodeReader(ErrorList errors, KindReader kinds, List<TemplateUse> templates)
{
    private const int ScriptMaxLength = 64 * 1024;
    private const int MaxArguments = 200;

    private static readonly string[] Fields =
    [
        "run", "script", "prompt", "input", "needs", "join", "commit", "merge", "tag", "output", "locks",
        "compensate", EvaluationReader.Field,
        .. KindReader.Fields, .. FanOutReader.Fields, .. SettingsReader.Fields,
    ];

    private static readonly string[] CompensationFields =
        ["run", "script", "prompt", "input", "commit", "locks", .. SettingsReader.Fields];

    private static readonly string[] EvaluatorFields =
        ["run", "script", "prompt", "input", "weight", .. SettingsReader.Fields];

    public static readonly string[] StepFields = ["id", .. Fields];

    private static readonly Dictionary<string, OutputFormat> Formats =
        Enum.GetValues<OutputFormat>().ToDictionary(format => format.ToString().ToLowerInvariant());

    private NodeDefinition _defaults = new() { Id = "" };

    public void ReadDefaults(DocumentNode value)
    {
        if (MapReader.Open(errors, value, "'defaults'", SettingsReader.Fields) is { } reader)
        {
            _defaults = SettingsReader.Read(
                reader, _defaults, (field, text) => templates.Add(new TemplateUse(Node: null, field, text)));
        }
    }

    /// <summary>Every text inside of a value that may hold references.</summary>
    public static IEnumerable<DocumentScalar> TextsIn(DocumentNode value) => value switch
    {
        DocumentScalar { Kind: ScalarKind.Text } text => [text],
        DocumentList list => list.Items.SelectMany(TextsIn),
        DocumentMap map => map.Entries.SelectMany(e => TextsIn(e.Value)),
        _ => [],
    };

    public NodeDraft Read(DocumentEntry entry, bool isStep = false)
    {
        CheckId(entry);
        var node = _defaults with { Id = entry.Key };
        var fields = isStep ? StepFields : Fields;
        var reader = MapReader.Open(errors, entry.Value, $"node '{entry.Key}'", fields, entry.Position, entry.Key);
        if (reader is null)
        {
            return new NodeDraft(node, entry, Needs: null, JoinValue: null);
        }

        node = ReadWork(reader, node);
        node = node with
        {
            Merge = ReadRefName(reader, node, "merge", "main"),
            Tag = ReadRefName(reader, node, "tag", "v1"),
            Join = ReadJoin(reader),
            Kind = KindReader.KindOf(reader),
            Workflow = kinds.ReadWorkflow(reader),
            Checkpoint = kinds.ReadCheckpoint(reader, (field, text) => Remember(node, field, text)),
            Wait = kinds.ReadWait(reader),
            FanOut = FanOutReader.Read(reader),
            OutputFormat = reader.Choice("output", Formats) ?? OutputFormat.Text,
            Compensate = ReadCompensation(reader, node),
            Evaluation = EvaluationReader.Read(reader, entry => ReadEvaluator(node, entry)),
        };
        foreach (var text in reader.Value("forEach") is { } list ? TextsIn(list) : [])
        {
            Remember(node, "forEach", text);
        }

        new ToolCheck(errors, reader, node, entry).Run();
        return new NodeDraft(node, entry, ReadNeeds(reader), reader.Value("join"));
    }

    /// <summary>What undoes the node: work like any other, which can refer to what the node has put out.</summary>
    private NodeDefinition? ReadCompensation(MapReader reader, NodeDefinition node)
    {
        if (reader.Entry("compensate") is not { } entry
            || MapReader.Open(
                errors, entry.Value, $"'compensate' of node '{node.Id}'", CompensationFields, entry.Position, node.Id)
                is not { } fields)
        {
            return null;
        }

        var uses = new List<TemplateUse>();
        var inner = new NodeReader(errors, kinds, uses) { _defaults = _defaults };
        var definition = inner.ReadWork(fields, _defaults with { Id = node.Id });
        new ToolCheck(errors, fields, definition, entry).Run();
        templates.AddRange(uses.Select(use =>
            use with { Field = $"compensate.{use.Field}", IsCompensation = true }));
        return definition;
    }

    /// <summary>
    /// Who judges the node: work like any other, which sees what the node has put out as a step would.
    /// </summary>
    private (NodeDefinition? Node, MapReader? Fields) ReadEvaluator(NodeDefinition node, DocumentEntry entry)
    {
        var what = $"the evaluator '{entry.Key}' of node '{node.Id}'";
        if (MapReader.Open(errors, entry.Value, what, EvaluatorFields, entry.Position, node.Id) is not { } fields)
        {
            return default;
        }

        var uses = new List<TemplateUse>();
        var inner = new NodeReader(errors, kinds, uses) { _defaults = _defaults };
        var definition = inner.ReadWork(fields, _defaults with { Id = node.Id });
        new ToolCheck(errors, fields, definition, entry).Run();
        templates.AddRange(uses.Select(use =>
            use with { Field = $"evaluate.{entry.Key}.{use.Field}", IsEvaluation = true }));
        return (definition with { Id = entry.Key, Previous = node.Id, OutputFormat = OutputFormat.Json }, fields);
    }

    /// <summary>What makes a node work for a worker.</summary>
    private NodeDefinition ReadWork(MapReader reader, NodeDefinition defaults)
    {
        var node = SettingsReader.Read(reader, defaults, (field, text) => Remember(defaults, field, text));
        return node with
        {
            Run = ReadRun(reader, node),
            Script = ReadTemplate(reader, node, "script", "make test", ScriptMaxLength, isShellText: true),
            Prompt = ReadTemplate(reader, node, "prompt", "Write the parser.", ScriptMaxLength),
            Input = ReadInput(reader, node),
            Commit = ReadTemplate(reader, node, "commit", "Add the parser"),
            Locks = LockReader.Read(reader, text => Remember(node, "locks", text)),
        };
    }

    private void CheckId(DocumentEntry entry)
    {
        if (ReferenceRoots.IsReserved(entry.Key))
        {
            errors.Add(
                entry.Position,
                entry.Pointer,
                WorkflowErrorCodes.InvalidId,
                $"No node can have the id '{entry.Key}': references such as ${{{entry.Key}.…}} mean something else.",
                entry.Key,
                $"For example: {entry.Key}-step");
        }
        else if (!Ids.IsNodeId(entry.Key))
        {
            errors.Add(
                entry.Position,
                entry.Pointer,
                WorkflowErrorCodes.InvalidId,
                $"The id '{entry.Key}' must be {Ids.Rule}.",
                entry.Key,
                Ids.ToNodeId(entry.Key) is { } id ? $"For example: {id}" : null);
        }
    }

    private void Remember(NodeDefinition node, string field, DocumentScalar text, bool isShellText = false) =>
        templates.Add(new TemplateUse(node.Id, field, text, isShellText));

    private string? ReadTemplate(
        MapReader reader,
        NodeDefinition node,
        string field,
        string example,
        int maxLength = 1_000,
        bool isShellText = false)
    {
        var text = reader.Text(field, example, maxLength);
        if (text is not null)
        {
            Remember(node, field, (DocumentScalar)reader.Value(field)!, isShellText);
        }

        return text;
    }

    private string? ReadRefName(MapReader reader, NodeDefinition node, string field, string example)
    {
        var name = ReadTemplate(reader, node, field, example, GitRefName.MaxLength);
        if (name is not null && !name.Contains("${", StringComparison.Ordinal) && !GitRefName.IsValid(name))
        {
            errors.Add(
                reader.Value(field)!,
                WorkflowErrorCodes.InvalidValue,
                $"'{field}' of node '{node.Id}' is '{name}', which is no name for git.",
                node.Id,
                $"For example: {field}: {example}");
        }

        return name;
    }

    private List<string>? ReadRun(MapReader reader, NodeDefinition node)
    {
        if (reader.Value("run") is not { } value)
        {
            return null;
        }

        if (value is not DocumentList { Items.Count: > 0 and <= MaxArguments } list)
        {
            var words = value is DocumentScalar { Kind: ScalarKind.Text } text
                ? string.Join(", ", text.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                : "make, test";
            reader.WrongType(
                value,
                "run",
                $"a list of 1 to {MaxArguments} texts, program first",
                $"For example: run: [{words}], or script: for shell text");
            return null;
        }

        var run = new List<string>();
        var program = (list.Items[0] as DocumentScalar)?.Text;
        foreach (var item in list.Items)
        {
            if (reader.AsWritten(item, "run", "[make, test]") is { } argument)
            {
                var isShellText = run.Count > 0 && ShellPrograms.ReadsAsProgram(program, run[^1]);
                Remember(node, "run", argument, isShellText);
                run.Add(argument.Text);
            }
        }

        return run;
    }

    private Dictionary<string, JsonElement> ReadInput(MapReader reader, NodeDefinition node)
    {
        var input = new Dictionary<string, JsonElement>();
        if (reader.Value("input") is not { } value)
        {
            return input;
        }

        if (value is not DocumentMap map)
        {
            reader.WrongType(
                value, "input", "a map of named values", "For example: input: { failures: \"${test.stdout}\" }");
            return input;
        }

        var variables = new Dictionary<string, string>();
        foreach (var entry in map.Entries)
        {
            if (!Ids.IsInputName(entry.Key) || !variables.TryAdd(InputVariables.NameOf(entry.Key), entry.Key))
            {
                errors.Add(
                    entry.Position,
                    entry.Pointer,
                    WorkflowErrorCodes.InvalidId,
                    $"The input '{entry.Key}' must be named by a letter, then letters, digits, '-' and '_', and must "
                    + "differ from the others in more than these and the case: it becomes an environment variable.",
                    node.Id);
                continue;
            }

            input[entry.Key] = entry.Value.ToJson();
            foreach (var text in TextsIn(entry.Value))
            {
                Remember(node, $"input.{entry.Key}", text);
            }
        }

        return input;
    }

    private static List<DocumentScalar>? ReadNeeds(MapReader reader)
    {
        if (reader.Value("needs") is not { } value)
        {
            return null;
        }

        var items = value is DocumentList list ? list.Items : [value];
        return [.. items.Select(i => reader.AsText(i, "needs", "[build, test]")).OfType<DocumentScalar>()];
    }

    private static JoinRule ReadJoin(MapReader reader)
    {
        const string expected = "all, any or { count: n }";
        switch (reader.Value("join"))
        {
            case null or DocumentScalar { Text: "all" }:
                return JoinRule.All;
            case DocumentScalar { Text: "any" }:
                return JoinRule.Any;
            case DocumentMap map:
                var join = MapReader.Open(reader.Errors, map, "'join'", ["count"], node: reader.Node);
                join!.Required("count", "2");
                return JoinRule.Of(join.Integer("count", 1, WorkflowLimits.MaxNodes) ?? 1);
            case var value:
                reader.WrongType(value, "join", expected, "For example: join: any");
                return JoinRule.All;
        }
    }
}
