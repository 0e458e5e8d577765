using Swarm.Core.Documents;

namespace Swarm.Core.Workflows.Parsing;

/// <summary>Reads what a run is started with.</summary>
internal static class InputReader
{
    private static readonly string[] Fields = ["type", "description", "required", "default"];

    private static readonly Dictionary<string, InputType> Types =
        Enum.GetValues<InputType>().ToDictionary(t => t.ToString().ToLowerInvariant());

    public static IReadOnlyList<InputDefinition> Read(ErrorList errors, DocumentNode value)
    {
        if (value is DocumentMap { Entries.Count: <= WorkflowLimits.MaxInputs } map)
        {
            return [.. map.Entries.Select(entry => ReadInput(errors, entry))];
        }

        errors.Add(
            value,
            value is DocumentMap ? WorkflowErrorCodes.OutOfRange : WorkflowErrorCodes.WrongType,
            $"'inputs' must be a map of at most {WorkflowLimits.MaxInputs} inputs by name, but is {value.Description}.",
            suggestion: "For example: inputs: { repository: { type: string } }");
        return [];
    }

    private static InputDefinition ReadInput(ErrorList errors, DocumentEntry entry)
    {
        if (!Ids.IsInputName(entry.Key))
        {
            errors.Add(
                entry.Position,
                entry.Pointer,
                WorkflowErrorCodes.InvalidId,
                $"The input '{entry.Key}' must be named by a letter, then letters, digits, '-' and '_', at most 63.");
        }

        var reader = MapReader.Open(errors, entry.Value, $"input '{entry.Key}'", Fields);
        var type = reader?.Choice("type", Types) ?? InputType.String;
        var given = reader?.Value("default")?.ToJson();
        if (given is { } value && !InputValues.IsOfType(value, type))
        {
            reader!.WrongType(
                reader.Value("default")!,
                "default",
                $"of the input's type, {type.ToString().ToLowerInvariant()}",
                "Change the default or the type.");
        }

        return new InputDefinition
        {
            Name = entry.Key,
            Type = type,
            Description = reader?.Text("description", "What it is for"),
            Required = reader?.Boolean("required") ?? given is null,
            Default = given,
        };
    }
}
