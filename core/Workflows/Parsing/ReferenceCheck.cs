using Swarm.Core.References;

namespace Swarm.Core.Workflows.Parsing;

/// <summary>Checks that every reference leads to something that is there when its node starts.</summary>
internal sealed class ReferenceCheck
{
    private readonly ErrorList _errors;
    private readonly IReadOnlyList<InputDefinition> _inputs;
    private readonly Dictionary<string, NodeDraft> _nodes;
    private readonly UpstreamNodes _upstream;

    public ReferenceCheck(
        ErrorList errors,
        IReadOnlyList<InputDefinition> inputs,
        IReadOnlyList<NodeDraft> nodes,
        UpstreamNodes upstream)
    {
        _errors = errors;
        _inputs = inputs;
        _nodes = nodes.ToDictionary(n => n.Id);
        _upstream = upstream;
    }

    public void Run(IEnumerable<TemplateUse> templates)
    {
        foreach (var use in templates)
        {
            foreach (var part in Template.Read(use.Value.Text))
            {
                Check(use, part);
            }
        }
    }

    private void Check(TemplateUse use, TemplatePart part)
    {
        if (part is { Problem: null, Reference: null })
        {
            return;
        }

        if (use.IsShellText)
        {
            CheckShellText(use, part);
        }
        else if (part.Reference is not { } path)
        {
            Report(
                use,
                WorkflowErrorCodes.InvalidReference,
                $"{part.Text} in '{use.Field}' {part.Problem}.",
                "Write $${ for the two characters themselves.");
        }
        else if (path.Segments[0] == ReferenceRoots.Inputs)
        {
            CheckInput(use, path);
        }
        else if (path.Segments[0] == ReferenceRoots.Run)
        {
            CheckRun(use, path);
        }
        else if (ReferenceRoots.IsReserved(path.Segments[0]))
        {
            CheckLocal(use, path);
        }
        else
        {
            CheckNode(use, path);
        }
    }

    /// <summary>A shell's own variables are fine; what looks like a reference of ours would silently be none.</summary>
    private void CheckShellText(TemplateUse use, TemplatePart part)
    {
        if (part.Reference is not { Segments.Count: > 1 } path || !IsRoot(path.Segments[0]))
        {
            // In the arguments of run everything in ${…} is ours, so a shell's variable must be told apart.
            if (use.Field == "run" && (part.Reference is not null || part.Problem is not null))
            {
                Report(
                    use,
                    WorkflowErrorCodes.InvalidReference,
                    $"{part.Text} in 'run' is no reference.",
                    "For a variable of the shell write $${…} or $NAME, or use 'script'.");
            }

            return;
        }

        var name = path.Segments[^1];
        Report(
            use,
            WorkflowErrorCodes.ReferenceInShellText,
            $"{part.Text} stands in a text that a shell runs as a program; what it refers to could run commands.",
            $"Add input: {{ {name}: \"{part.Text}\" }} and read ${InputVariables.NameOf(name)}.");
    }

    private bool IsRoot(string name) => ReferenceRoots.IsReserved(name) || _nodes.ContainsKey(name);

    private void CheckInput(TemplateUse use, DataPath path)
    {
        if (path.Segments.Count < 2)
        {
            Report(
                use,
                WorkflowErrorCodes.InvalidReference,
                $"${{{path}}} in '{use.Field}' names no input.",
                _errors.Suggest("", _inputs.Select(i => $"inputs.{i.Name}")));
        }
        else if (_inputs.All(i => i.Name != path.Segments[1]))
        {
            Report(
                use,
                WorkflowErrorCodes.UnknownReference,
                $"${{{path}}} in '{use.Field}' refers to the input '{path.Segments[1]}', which does not exist.",
                _errors.Suggest(path.Segments[1], _inputs.Select(i => i.Name))
                    ?? $"Add: inputs: {{ {path.Segments[1]}: {{ type: string }} }}");
        }
    }

    private void CheckRun(TemplateUse use, DataPath path)
    {
        if (path.Segments.Count != 2 || !RunFacts.Names.Contains(path.Segments[1]))
        {
            Report(
                use,
                WorkflowErrorCodes.UnknownReference,
                $"${{{path}}} in '{use.Field}' refers to nothing that a run has.",
                _errors.Suggest(path.Text, RunFacts.Names.Select(n => $"run.{n}")));
        }
    }

    /// <summary>What only some nodes have: the item that they run for, the step before them.</summary>
    private void CheckLocal(TemplateUse use, DataPath path)
    {
        var root = path.Segments[0];
        var node = use.Node is null ? null : _nodes.GetValueOrDefault(use.Node)?.Definition;
        var (isThere, needed) = root switch
        {
            ReferenceRoots.Previous => (
                use.IsEvaluation || node?.Previous is not null, "only a step that follows another one has"),
            ReferenceRoots.Answers => (Plays(use, NodeRole.Synthesiser), "only the synthesiser of a mixture has"),
            ReferenceRoots.Briefing => (Plays(use, NodeRole.Director), "only the director of a hierarchy has"),
            ReferenceRoots.Subtask => (Plays(use, NodeRole.Worker), "only the workers of a hierarchy have"),
            _ => (node?.FanOut is not null && use.Field != "forEach", "only a node with 'forEach' or 'copies' has"),
        };
        if (!isThere)
        {
            Report(
                use,
                WorkflowErrorCodes.UnknownReference,
                $"${{{path}}} in '{use.Field}' refers to '{root}', which {needed}.",
                suggestion: null);
        }
        else if (root == ReferenceRoots.Previous && path.Segments.Count > 1)
        {
            CheckField(use, path, use.IsEvaluation ? Alone(use) : _nodes[node!.Previous!]);
        }
    }

    /// <summary>What an evaluator sees is what the node has put out for one item, and not judged yet.</summary>
    private NodeDraft Alone(TemplateUse use)
    {
        var draft = _nodes[use.Node!];
        return draft with { Definition = draft.Definition with { FanOut = null, Evaluation = null } };
    }

    private bool Plays(TemplateUse use, NodeRole role) =>
        use.Node is not null && _nodes.GetValueOrDefault(use.Node)?.Role == role;

    private void CheckNode(TemplateUse use, DataPath path)
    {
        var id = path.Segments[0];
        if (!_nodes.TryGetValue(id, out var node))
        {
            Report(
                use,
                WorkflowErrorCodes.UnknownReference,
                $"${{{path}}} in '{use.Field}' refers to '{id}', which is no node; references start with a node's id, "
                + "'inputs' or 'run'.",
                _errors.SuggestNearest(id, [.. _nodes.Keys, ReferenceRoots.Inputs, ReferenceRoots.Run])
                    ?? "Write $${ for the two characters themselves.");
        }
        else if (!HasEnded(id, use))
        {
            ReportNotUpstream(use, path, id);
        }
        else if (path.Segments.Count > 1)
        {
            CheckField(use, path, node);
        }
    }

    /// <summary>Whether the node has ended when the text is filled in.</summary>
    private bool HasEnded(string id, TemplateUse use) =>
        use.IsOutput
        || (use.IsCompensation && use.Node == id)
        || (use.Node is not null && _upstream.IsUpstream(id, of: use.Node));

    private void CheckField(TemplateUse use, DataPath path, NodeDraft node)
    {
        if (NodeOutputs.FieldsOf(node.Definition) is not { } fields || fields.Contains(path.Segments[1]))
        {
            return;
        }

        var isUnreadJson = path.Segments[1] == ShellOutput.Value && fields.Contains(ShellOutput.Stdout);
        Report(
            use,
            WorkflowErrorCodes.UnknownReference,
            $"${{{path}}} in '{use.Field}' refers to '{path.Segments[1]}', which the "
            + $"{NodeOutputs.NameOf(node.Definition)} '{node.Id}' does not put out.",
            isUnreadJson
                ? $"Add to node '{node.Id}': output: json"
                : _errors.Suggest(path.Segments[1], fields));
    }

    private void ReportNotUpstream(TemplateUse use, DataPath path, string id)
    {
        var (problem, suggestion) = use.Node switch
        {
            null => (
                "defaults hold for every node, and may refer only to inputs and the run", "Move it into the nodes."),
            var self when self == id => ("a node has no output before it has ended", null),
            var self when _upstream.IsUpstream(self, of: id) => ($"'{id}' comes after '{self}'", null),
            var self => ($"'{id}' is not upstream of '{self}', so that it may not have ended", $"Add: needs: [{id}]"),
        };
        Report(
            use,
            WorkflowErrorCodes.ReferenceNotUpstream,
            $"${{{path}}} in '{use.Field}' refers to a result that is not there: {problem}.",
            suggestion);
    }

    private void Report(TemplateUse use, string code, string message, string? suggestion) =>
        _errors.Add(use.Value, code, message, use.Node, suggestion);
}
