using Swarm.Core.Documents;

namespace Swarm.Core.Workflows.Parsing;

/// <summary>Reads the nodes that are no work for a worker: workflows, checkpoints, waits.</summary>
/// <param name="errors">Where errors go.</param>
/// <param name="depth">How deep the workflow that holds the node lies in others; 0 for the file itself.</param>
internal sealed class KindReader(ErrorList errors, int depth)
{
    public static readonly string[] Fields = ["workflow", "checkpoint", "wait"];

    private const int QuestionMaxLength = 4_000;

    private static readonly string[] StoredFields = ["name", "version"];
    private static readonly string[] CheckpointFields = ["question", "expiresAfter", "onExpiry", "corrections"];
    private static readonly string[] WaitFields = ["duration", "event", "timeout", "onTimeout"];

    private static readonly Dictionary<string, CheckpointExpiry> Expiries =
        Enum.GetValues<CheckpointExpiry>().ToDictionary(p => p.ToString().ToLowerInvariant());

    private static readonly Dictionary<string, bool> OnTimeout = new() { ["fail"] = false, ["continue"] = true };

    /// <summary>What the node is, by the fields that it has; a second kind is an error.</summary>
    public static NodeKind KindOf(MapReader reader)
    {
        DocumentEntry[] kinds = [.. Fields.Select(reader.Entry).OfType<DocumentEntry>()];
        foreach (var second in kinds.Skip(1))
        {
            reader.Refuse(second.Key, $"has both '{kinds[0].Key}' and '{second.Key}'", "Make two nodes of it.");
        }

        return kinds.FirstOrDefault()?.Key switch
        {
            "workflow" => NodeKind.Workflow,
            "checkpoint" => NodeKind.Checkpoint,
            "wait" => NodeKind.Wait,
            _ => NodeKind.Work,
        };
    }

    public NestedWorkflow? ReadWorkflow(MapReader reader)
    {
        switch (reader.Value("workflow"))
        {
            case null:
                return null;
            case DocumentScalar { Kind: ScalarKind.Text } name:
                return new NestedWorkflow { Name = name.Text };
            case DocumentMap map when map.Find("name") is not null && map.Find("nodes") is null:
                var stored = MapReader.Open(errors, map, "'workflow'", StoredFields, node: reader.Node)!;
                return new NestedWorkflow
                {
                    Name = stored.Text("name", "build"),
                    Version = stored.Integer("version", 1, int.MaxValue),
                };
            case DocumentMap map when depth >= WorkflowLimits.MaxNesting:
                errors.Add(
                    map,
                    WorkflowErrorCodes.TooDeep,
                    $"Workflows lie inside of each other deeper than {WorkflowLimits.MaxNesting} levels.",
                    reader.Node,
                    "Store the inner one under a name of its own.");
                return null;
            case DocumentMap map:
                return ReadInner(map, reader.Node!);
            case var value:
                reader.WrongType(
                    value,
                    "workflow",
                    "the name of a stored workflow, or a workflow itself",
                    "For example: workflow: { name: build, version: 2 }");
                return null;
        }
    }

    public CheckpointDefinition? ReadCheckpoint(MapReader reader, Action<string, DocumentScalar> template)
    {
        if (reader.Value("checkpoint") is not { } value)
        {
            return null;
        }

        var text = value as DocumentScalar;
        var fields = text is { Kind: ScalarKind.Text } ? null : OpenCheckpoint(reader, value);
        text = fields is null ? text : fields.Value("question") as DocumentScalar;
        var question = fields is null ? text?.Text : fields.Text("question", "Shall we deploy?", QuestionMaxLength);
        if (text is not null && question is not null)
        {
            template("checkpoint", text);
        }

        return new CheckpointDefinition
        {
            Question = question ?? "",
            ExpiresAfter = fields?.Duration("expiresAfter", WorkflowLimits.MinTimeout, WorkflowLimits.MaxWait)
                ?? WorkflowLimits.CheckpointExpiresAfter,
            OnExpiry = fields?.Choice("onExpiry", Expiries) ?? CheckpointExpiry.Reject,
            MaxCorrections = fields?.Integer("corrections", 0, WorkflowLimits.MaxLoopIterations)
                ?? WorkflowLimits.CheckpointCorrections,
        };
    }

    public WaitDefinition? ReadWait(MapReader reader)
    {
        if (reader.Value("wait") is not { } value)
        {
            return null;
        }

        if (value is not DocumentMap)
        {
            return new WaitDefinition
            {
                Duration = reader.Duration("wait", WorkflowLimits.MinTimeout, WorkflowLimits.MaxWait),
            };
        }

        var fields = MapReader.Open(errors, value, "'wait'", WaitFields, node: reader.Node)!;
        var name = fields.Text("event", "approved", WorkflowLimits.MaxIdLength);
        if (name is not null && !Ids.IsInputName(name))
        {
            errors.Add(
                fields.Value("event")!,
                WorkflowErrorCodes.InvalidId,
                $"The event '{name}' must be named by a letter, then letters, digits, '-' and '_', at most 63.",
                reader.Node);
        }

        if (fields.Has("event") == fields.Has("duration"))
        {
            errors.Add(
                value,
                fields.Has("event") ? WorkflowErrorCodes.ConflictingFields : WorkflowErrorCodes.MissingField,
                "'wait' must name either a duration or an event.",
                reader.Node,
                "For example: wait: { event: approved, timeout: P1D }");
        }

        return new WaitDefinition
        {
            Event = name,
            Duration = fields.Duration("duration", WorkflowLimits.MinTimeout, WorkflowLimits.MaxWait),
            Timeout = fields.Duration("timeout", WorkflowLimits.MinTimeout, WorkflowLimits.MaxWait)
                ?? (name is null ? null : WorkflowLimits.DefaultWaitTimeout),
            ContinueOnTimeout = fields.Choice("onTimeout", OnTimeout) ?? false,
        };
    }

    private MapReader? OpenCheckpoint(MapReader reader, DocumentNode value)
    {
        var fields = MapReader.Open(
            errors, value, "'checkpoint'", CheckpointFields, reader.Entry("checkpoint")!.Position, reader.Node);
        fields?.Required("question", "Shall we deploy?");
        return fields;
    }

    private NestedWorkflow? ReadInner(DocumentMap map, string node) =>
        MapReader.Open(errors, map, $"the workflow of node '{node}'", BodyReader.Fields, node: node) is { } body
            ? new NestedWorkflow { Definition = new BodyReader(errors, depth + 1).Read(body, node).Definition }
            : null;
}
