using Swarm.Core.Documents;
using Swarm.Core.References;

namespace Swarm.Core.Workflows.Parsing;

/// <summary>Reads how the answers of a mixture become one result.</summary>
internal sealed class MixtureReader(ErrorList errors, NodeReader reader)
{
    private const string Example = "decide: { vote: stdout }";

    private static readonly string[] s_fields = ["vote", "best", "synthesiser"];

    /// <summary>Reads it; a node that makes the result of all answers is added to the nodes.</summary>
    public MixtureDefinition Read(MapReader root, List<NodeDraft> nodes)
    {
        var experts = nodes.Count;
        if (experts > WorkflowLimits.MaxExperts)
        {
            root.OutOfRange("nodes", $"has {experts} experts; at most {WorkflowLimits.MaxExperts} are allowed");
        }

        var mixture = new MixtureDefinition { Quorum = root.Integer("quorum", 1, Math.Max(1, experts)) };
        switch (root.Value("decide"))
        {
            case null or DocumentScalar { Text: "vote" }:
                return mixture;
            case DocumentMap map when MapReader.Open(errors, map, "'decide'", s_fields) is { } decide:
                return ReadRule(decide, map, mixture, nodes);
            case var value:
                root.WrongType(value, "decide", "'vote' or a map", $"For example: {Example}");
                return mixture;
        }
    }

    private MixtureDefinition ReadRule(
        MapReader decide, DocumentMap map, MixtureDefinition mixture, List<NodeDraft> nodes)
    {
        if (s_fields.Count(decide.Has) != 1)
        {
            errors.Add(
                map,
                map.Entries.Count == 0 ? WorkflowErrorCodes.MissingField : WorkflowErrorCodes.ConflictingFields,
                "'decide' must have one of vote, best and synthesiser.",
                suggestion: $"For example: {Example}");
            return mixture;
        }

        if (decide.Entry("synthesiser") is { } entry)
        {
            AddSynthesiser(entry, nodes);
            return mixture with { Rule = MixtureRule.Synthesis };
        }

        return decide.Has("best")
            ? mixture with { Rule = MixtureRule.Best, Path = ReadPath(decide, "best", "value.score") }
            : mixture with { Path = ReadPath(decide, "vote", "stdout") };
    }

    private void AddSynthesiser(DocumentEntry entry, List<NodeDraft> nodes)
    {
        if (nodes.Exists(node => node.Id == MixtureDefinition.Synthesiser))
        {
            errors.Add(
                entry.Position,
                entry.Pointer,
                WorkflowErrorCodes.DuplicateNode,
                $"An expert has the id '{MixtureDefinition.Synthesiser}', which is that of the node under 'decide'.",
                MixtureDefinition.Synthesiser,
                "Rename the expert.");
            return;
        }

        nodes.Add(reader.Read(entry) with { Role = NodeRole.Synthesiser });
    }

    private string? ReadPath(MapReader decide, string field, string example)
    {
        var text = decide.Text(field, example, DataPath.MaxLength);
        if (text is not null && !DataPath.TryParse(text, out _))
        {
            errors.Add(
                decide.Value(field)!,
                WorkflowErrorCodes.InvalidPath,
                $"'{field}' must be a path inside of what the experts put out, but is '{text}'.",
                suggestion: $"For example: {field}: {example}");
        }

        return text;
    }
}
