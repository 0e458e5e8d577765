using System.Text.Json;
using Swarm.Core.Documents;

namespace Swarm.Core.Workflows.Parsing;

/// <summary>Reads how a tool that is asked in words does its work.</summary>
internal static class AiReader
{
    public const string Field = "ai";

    public static readonly string[] Fields =
        ["model", "instructions", "session", "allowedTools", "maxTurns", "cost", "schema"];

    private const int NameMaxLength = 100;
    private const int InstructionsMaxLength = 16_000;
    private const int SchemaMaxChars = 32 * 1024;
    private const int MaxAllowed = 100;
    private const int AllowedMaxLength = 200;
    private const int MaxTurns = 1_000;
    private const double MinCostUsd = 0.001;

    /// <summary>The defaults, with what the map gives instead, field by field.</summary>
    public static AiSettings? Read(
        MapReader reader, AiSettings? defaults, Action<string, DocumentScalar> template)
    {
        if (reader.Value(Field) is not { } value
            || MapReader.Open(reader.Errors, value, "'ai'", Fields, node: reader.Node) is not { } ai)
        {
            return defaults;
        }

        var instructions = ai.Text("instructions", "You review with care.", InstructionsMaxLength);
        if (instructions is not null)
        {
            template("ai.instructions", (DocumentScalar)ai.Value("instructions")!);
        }

        defaults ??= new AiSettings();
        return new AiSettings
        {
            Model = ai.Text("model", "sonnet", NameMaxLength) ?? defaults.Model,
            Instructions = instructions ?? defaults.Instructions,
            Session = ai.Text("session", "review", NameMaxLength) ?? defaults.Session,
            AllowedTools = ReadAllowed(ai) ?? defaults.AllowedTools,
            MaxTurns = ai.Integer("maxTurns", 1, MaxTurns) ?? defaults.MaxTurns,
            MaxCostUsd = (decimal?)ai.Number("cost", MinCostUsd, WorkflowLimits.MaxPlanCostUsd)
                ?? defaults.MaxCostUsd,
            Schema = ReadSchema(ai) ?? defaults.Schema,
        };
    }

    private static List<string>? ReadAllowed(MapReader ai)
    {
        const string example = "[Read, \"Bash(git log *)\"]";
        if (ai.Value("allowedTools") is not { } value)
        {
            return null;
        }

        if (value is not DocumentList { Items.Count: > 0 and <= MaxAllowed } list)
        {
            ai.WrongType(
                value, "allowedTools", $"a list of 1 to {MaxAllowed} texts", $"For example: allowedTools: {example}");
            return null;
        }

        var allowed = list.Items
            .Select(item => ai.AsText(item, "allowedTools", example)?.Text)
            .OfType<string>()
            .ToList();
        if (allowed.Exists(text => text.Length is 0 or > AllowedMaxLength))
        {
            ai.OutOfRange("allowedTools", $"must hold texts of 1 to {AllowedMaxLength} characters");
        }

        return allowed;
    }

    private static JsonElement? ReadSchema(MapReader ai)
    {
        if (ai.Value("schema") is not { } value)
        {
            return null;
        }

        if (value is not DocumentMap)
        {
            ai.WrongType(value, "schema", "a JSON Schema", "For example: schema: { type: object }");
            return null;
        }

        var schema = value.ToJson();
        if (schema.GetRawText().Length > SchemaMaxChars)
        {
            ai.OutOfRange("schema", $"must have {SchemaMaxChars} characters at most");
        }

        return schema;
    }
}
