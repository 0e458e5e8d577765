using Swarm.Core.Documents;

namespace Swarm.Core.Workflows.Parsing;

/// <summary>Checks that a node has what its kind and its tool need, and nothing that they do not know.</summary>
internal sealed class ToolCheck(ErrorList errors, MapReader reader, NodeDefinition node, DocumentEntry entry)
{
    private static readonly string[] WorkFields =
    [
        "run", "script", "prompt", "commit", "merge", "tag", "output", "locks", EvaluationReader.Field, "tool",
        "accept", "timeout", "queueTimeout", "retry",
        "priority", "env", AiReader.Field, QuestionReader.Field, .. PlacementReader.Fields,
    ];

    public void Run()
    {
        switch (node)
        {
            case { Kind: not NodeKind.Work }:
                CheckKind();
                break;
            case { Tool: NodeDefinition.ShellTool }:
                CheckShell();
                break;
            case { Tool: NodeDefinition.NoopTool }:
                Refuse("run", "script", "prompt", "output", AiReader.Field);
                break;
            default:
                CheckPrompt();
                break;
        }
    }

    private void CheckKind()
    {
        var kind = node.Kind.ToString().ToLowerInvariant();
        IEnumerable<string> refused = node.Kind == NodeKind.Workflow
            ? WorkFields.Where(field => field != PlacementReader.PrivacyField)
            : [.. WorkFields, "input"];
        foreach (var field in refused.Where(reader.Has))
        {
            reader.Refuse(
                field, $"has '{field}', which belongs to work, beside '{kind}'", "Remove it, or make two nodes of it.");
        }
    }

    private void CheckShell()
    {
        if (reader.Has("prompt") && !reader.Has("run") && !reader.Has("script"))
        {
            // It says what it is to do; what it lacks is who is asked.
            reader.Refuse(
                "prompt",
                "uses the tool 'shell', which has no 'prompt'",
                $"{(reader.Has("tool") ? "Write" : "Add")}: tool: claude-code, or another tool that is asked.");
            return;
        }

        Refuse("prompt", AiReader.Field);
        if (reader.Has("run") && reader.Has("script"))
        {
            reader.Refuse("script", "has both 'run' and 'script'", "Keep one of the two.");
        }
        else if (!reader.Has("run") && !reader.Has("script"))
        {
            Missing("has nothing to do: it needs 'run' or 'script'", "Add: run: [make, test]");
        }
    }

    /// <summary>
    /// Every tool but ours is asked by a prompt. Workers may have tools that nobody here has heard of, so only what
    /// looks like a slip is refused.
    /// </summary>
    private void CheckPrompt()
    {
        var value = reader.Value("tool");
        var meant = KnownTools.Names.Contains(node.Tool) ? null : errors.SuggestNearest(node.Tool, KnownTools.Names);
        if (meant is not null || !Ids.IsNodeId(node.Tool))
        {
            errors.Add(
                value?.Position ?? entry.Position,
                value?.Pointer ?? entry.Pointer,
                WorkflowErrorCodes.UnsupportedTool,
                $"Node '{node.Id}' uses the tool '{node.Tool}', which is not known.",
                node.Id,
                meant ?? $"Possible here: {string.Join(", ", KnownTools.Names)}, or a tool of your workers' own: "
                    + $"{Ids.Rule}.");
            return;
        }

        Refuse("run", "script", "accept");
        if (!reader.Has("prompt") && !reader.Has("run") && !reader.Has("script"))
        {
            Missing($"has nothing to do: the tool '{node.Tool}' needs a 'prompt'", "Add: prompt: Write the parser.");
        }
    }

    private void Missing(string problem, string suggestion) => errors.Add(
        entry.Position,
        entry.Pointer,
        WorkflowErrorCodes.MissingField,
        $"Node '{node.Id}' {problem}.",
        node.Id,
        suggestion);

    private void Refuse(params string[] fields)
    {
        foreach (var field in fields.Where(reader.Has))
        {
            reader.Refuse(
                field, $"uses the tool '{node.Tool}', which has no '{field}'", "Remove the field, or change 'tool'.");
        }
    }
}
