using Swarm.Core.Documents;

namespace Swarm.Core.Workflows.Parsing;

/// <summary>Reads a whole file.</summary>
internal sealed class WorkflowReader(ErrorList errors)
{
    private const int NameMaxLength = 100;

    private static readonly string[] Fields = ["version", "name", .. BodyReader.Fields];

    public WorkflowParseResult Read(DocumentNode document)
    {
        if (MapReader.Open(errors, document, "the workflow", Fields) is not { } root)
        {
            return new WorkflowParseResult(Definition: null, errors.Sorted(), Name: null, NodeIds: []);
        }

        ReadVersion(root);
        root.Required("name", "build-with-repair");
        var name = root.Text("name", "build-with-repair", NameMaxLength);
        var (definition, nodeIds) = new BodyReader(errors, depth: 0).Read(root, name ?? "");
        if (errors.IsEmpty && !DefinitionSize.Fits(definition))
        {
            errors.Add(
                document,
                WorkflowErrorCodes.TooLarge,
                $"With its defaults and lists filled in the workflow has more than {WorkflowLimits.DefinitionMaxBytes} "
                + "bytes.",
                suggestion: "Shorten what every node or every edge of a list repeats.");
        }

        return new WorkflowParseResult(errors.IsEmpty ? definition : null, errors.Sorted(), name, nodeIds);
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
}
