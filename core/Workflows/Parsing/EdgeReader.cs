using Swarm.Core.Documents;

namespace Swarm.Core.Workflows.Parsing;

/// <summary>Reads edges, those of <c>needs</c> included, as single ways from one known node to another.</summary>
internal sealed class EdgeReader
{
    private static readonly string[] Fields = ["from", "to", "when", "loop"];

    private readonly ErrorList _errors;
    private readonly IReadOnlyList<NodeDraft> _nodes;
    private readonly Dictionary<string, NodeDraft> _byId;
    private readonly List<EdgeDraft> _edges = [];
    private readonly HashSet<(string From, string To, bool IsLoop)> _known = [];
    private readonly HashSet<(string From, string To)> _needed = [];
    private int _count;

    public EdgeReader(ErrorList errors, IReadOnlyList<NodeDraft> nodes)
    {
        _errors = errors;
        _nodes = nodes;
        _byId = nodes.ToDictionary(n => n.Id);
    }

    public IReadOnlyList<EdgeDraft> Read(DocumentNode? value)
    {
        foreach (var node in _nodes)
        {
            foreach (var need in node.Needs ?? [])
            {
                if (IsKnown(need, node.Id))
                {
                    Add(new EdgeDraft(new EdgeDefinition { From = need.Text, To = node.Id }, need));
                    _needed.Add((need.Text, node.Id));
                }
            }
        }

        switch (value)
        {
            case null or DocumentScalar { Kind: ScalarKind.Null }:
                break;
            case DocumentList list:
                foreach (var item in list.Items)
                {
                    ReadEdge(item);
                }

                break;
            default:
                _errors.Add(
                    value,
                    WorkflowErrorCodes.WrongType,
                    $"'edges' must be a list of edges, but is {value.Description}.",
                    suggestion: "For example: edges: [{ from: build, to: test }]");
                break;
        }

        CheckCount(value, _count, WorkflowLimits.MaxEdges, "edges");
        CheckCount(value, _edges.Count(e => e.Definition.IsLoop), WorkflowLimits.MaxLoops, "loop edges");
        return _edges;
    }

    private void CheckCount(DocumentNode? value, int count, int max, string what)
    {
        if (count > max)
        {
            _errors.Add(
                value ?? _edges[^1].Source,
                WorkflowErrorCodes.OutOfRange,
                $"The workflow has more than {max} {what}.");
        }
    }

    private void ReadEdge(DocumentNode item)
    {
        if (MapReader.Open(_errors, item, "the edge", Fields) is not { } reader)
        {
            return;
        }

        var from = ReadEnds(reader, "from");
        var to = ReadEnds(reader, "to");
        var when = reader.Value("when") is { } condition
            ? new ConditionReader(_errors, from.FirstOrDefault()?.Text, FieldsOf(from)).Read(condition)
            : null;
        var loopMax = ReadLoop(reader, from.FirstOrDefault()?.Text);
        var isLoopKnown = reader.Value("loop") is null or DocumentMap;
        if (_count + ((long)from.Count * to.Count) > WorkflowLimits.MaxEdges)
        {
            // Two long lists make more edges than a file has letters; they are counted and not made.
            _count = WorkflowLimits.MaxEdges + 1;
            return;
        }

        foreach (var (source, target) in from.SelectMany(f => to.Select(t => (f, t))))
        {
            var edge = new EdgeDefinition { From = source.Text, To = target.Text, When = when, LoopMax = loopMax };
            Add(new EdgeDraft(edge, to.Count > 1 ? target : item, isLoopKnown));
        }
    }

    /// <summary>What all of the nodes put out; null when that is not known of one of them.</summary>
    private IReadOnlyList<string>? FieldsOf(IReadOnlyList<DocumentScalar> nodes)
    {
        var fields = nodes.Select(node => NodeOutputs.FieldsOf(_byId[node.Text].Definition)).ToList();
        return fields.Count == 0 || fields.Contains(null)
            ? null
            : fields.Aggregate((all, next) => [.. all!.Union(next!)]);
    }

    private List<DocumentScalar> ReadEnds(MapReader reader, string field)
    {
        if (reader.Required(field, "build") is not { } value)
        {
            return [];
        }

        var items = value is DocumentList list ? list.Items : [value];
        if (items.Count == 0)
        {
            reader.OutOfRange(field, "must name at least one node");
        }

        return
        [
            .. items.Select(i => reader.AsText(i, field, "build"))
                .OfType<DocumentScalar>()
                .Where(id => IsKnown(id, owner: null)),
        ];
    }

    private bool IsKnown(DocumentScalar id, string? owner)
    {
        if (_byId.ContainsKey(id.Text))
        {
            return true;
        }

        var where = owner is null ? "This edge" : $"Node '{owner}'";
        _errors.Add(
            id,
            WorkflowErrorCodes.UnknownNode,
            $"{where} names the node '{id.Text}', which does not exist.",
            owner ?? id.Text,
            _errors.Suggest(id.Text, _byId.Keys));
        return false;
    }

    private int? ReadLoop(MapReader reader, string? node)
    {
        if (reader.Value("loop") is not { } value)
        {
            return null;
        }

        if (value is not DocumentMap)
        {
            reader.WrongType(value, "loop", "a map with the limit", "For example: loop: { max: 3 }");
            return 1;
        }

        var loop = MapReader.Open(_errors, value, "'loop'", ["max"], node: node)!;
        loop.Required("max", "3");
        return loop.Integer("max", 1, WorkflowLimits.MaxLoopIterations) ?? 1;
    }

    private void Add(EdgeDraft edge)
    {
        _count++;
        if (_known.Add((edge.From, edge.To, edge.Definition.IsLoop)))
        {
            _edges.Add(edge);
            return;
        }

        _errors.Add(
            edge.Source,
            WorkflowErrorCodes.DuplicateEdge,
            $"There is an edge from '{edge.From}' to '{edge.To}' already.",
            edge.From,
            _needed.Contains((edge.From, edge.To))
                ? $"Remove '{edge.From}' from the 'needs' of '{edge.To}', or this edge."
                : "Join the two: when: { or: [..., ...] }");
    }
}
