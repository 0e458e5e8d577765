using Swarm.Contracts.Allocation;
using Swarm.Core.Allocation;
using Swarm.Core.Documents;

namespace Swarm.Core.Workflows.Parsing;

/// <summary>Reads where a node's work may and should be done.</summary>
internal static class PlacementReader
{
    /// <summary>The one of them that a node may have as well that is a workflow: it holds for all inside.</summary>
    public const string PrivacyField = "privacy";

    public static readonly string[] Fields = ["requires", PrivacyField, "permission", "affinity", "prefer"];

    private const int MaxWords = 32;
    private const int WordMaxLength = 40;
    private const int NameMaxLength = 100;
    private const double MinCpus = 0.1;
    private const double MaxCpus = 1_024;

    private static readonly string[] RequiresFields =
        ["labels", "specialisation", "version", "cpu", "memory", "disk"];

    private static readonly string[] AffinityFields = ["session", "model"];
    private static readonly string[] PreferFields = ["labels", "tools"];

    private static readonly Dictionary<string, Specialisation> Specialisations =
        Enum.GetValues<Specialisation>().ToDictionary(s => s.ToString().ToLowerInvariant());

    private static readonly Dictionary<string, Privacy> Privacies =
        Enum.GetValues<Privacy>().ToDictionary(p => p.ToString().ToLowerInvariant());

    private static readonly Dictionary<string, PermissionLevel> Permissions = new()
    {
        ["autonomous"] = PermissionLevel.Autonomous,
        ["supervised"] = PermissionLevel.Supervised,
        ["human-required"] = PermissionLevel.HumanRequired,
    };

    /// <summary>How a permission is written in a file.</summary>
    public static string WordOf(PermissionLevel permission) =>
        Permissions.First(word => word.Value == permission).Key;

    /// <summary>The defaults, with what the map gives instead, field by field.</summary>
    public static NodePlacement Read(MapReader reader, NodePlacement defaults)
    {
        var placement = defaults with
        {
            Privacy = reader.Choice(PrivacyField, Privacies) ?? defaults.Privacy,
            Permission = reader.Choice("permission", Permissions) ?? defaults.Permission,
        };
        placement = Open(reader, "requires", RequiresFields) is { } requires
            ? ReadRequires(requires, placement)
            : placement;
        if (Open(reader, "affinity", AffinityFields) is { } affinity)
        {
            placement = placement with
            {
                Session = affinity.Text("session", "review", NameMaxLength) ?? placement.Session,
                Model = affinity.Text("model", "qwen3-coder", NameMaxLength) ?? placement.Model,
            };
        }

        return Open(reader, "prefer", PreferFields) is not { } prefer
            ? placement
            : placement with
            {
                PreferredLabels = Words(prefer, "labels", "[fast]") ?? placement.PreferredLabels,
                PreferredTools = Words(prefer, "tools", "[docker]") ?? placement.PreferredTools,
            };
    }

    private static NodePlacement ReadRequires(MapReader reader, NodePlacement defaults) => defaults with
    {
        Labels = Words(reader, "labels", "[gpu]") ?? defaults.Labels,
        Specialisation = reader.Choice("specialisation", Specialisations) ?? defaults.Specialisation,
        Version = ReadVersion(reader) ?? defaults.Version,
        Cpus = reader.Number("cpu", MinCpus, MaxCpus) ?? defaults.Cpus,
        MemoryBytes = ReadSize(reader, "memory") ?? defaults.MemoryBytes,
        DiskBytes = ReadSize(reader, "disk") ?? defaults.DiskBytes,
    };

    private static MapReader? Open(MapReader reader, string field, string[] fields) =>
        reader.Value(field) is { } value
            ? MapReader.Open(reader.Errors, value, $"'{field}'", fields, node: reader.Node)
            : null;

    private static string? ReadVersion(MapReader reader)
    {
        var text = reader.Text("version", "\">=2 <3\"", NameMaxLength);
        if (text is not null && VersionRange.Parse(text) is null)
        {
            reader.Errors.Add(
                reader.Value("version")!,
                WorkflowErrorCodes.InvalidValue,
                $"'version' of 'requires' must be a version or bounds, but is '{text}'.",
                reader.Node,
                "For example: version: \">=2.1 <3\"");
            return null;
        }

        return text;
    }

    private static long? ReadSize(MapReader reader, string field)
    {
        if (reader.Value(field) is not { } value)
        {
            return null;
        }

        var text = (value as DocumentScalar)?.Text;
        if (ByteSize.Parse(text) is not { } bytes)
        {
            reader.WrongType(
                value,
                field,
                "a size such as 512MiB or 4GiB",
                text is not null && ByteSize.Guess(text) is { } guess
                    ? $"Did you mean {guess}?"
                    : $"For example: {field}: 4GiB");
            return null;
        }

        return bytes;
    }

    /// <summary>One word or a list of them; each is what a label or a tool can be named.</summary>
    private static List<string>? Words(MapReader reader, string field, string example)
    {
        if (reader.Value(field) is not { } value)
        {
            return null;
        }

        var items = value is DocumentList list ? list.Items : [value];
        if (items.Count > MaxWords)
        {
            reader.OutOfRange(field, $"must have {MaxWords} words at most, but has {items.Count}");
        }

        var words = new List<string>();
        foreach (var item in items.Take(MaxWords))
        {
            if (reader.AsText(item, field, example) is not { } text)
            {
                continue;
            }

            if (IsWord(text.Text))
            {
                words.Add(text.Text);
            }
            else
            {
                reader.Errors.Add(
                    item,
                    WorkflowErrorCodes.InvalidValue,
                    $"'{text.Text}' in '{field}' must be 1 to {WordMaxLength} small letters, digits, dashes and dots.",
                    reader.Node);
            }
        }

        return words;
    }

    private static bool IsWord(string text) =>
        text.Length is > 0 and <= WordMaxLength
        && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '.');
}
