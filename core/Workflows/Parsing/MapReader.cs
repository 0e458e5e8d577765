using System.Xml;
using Swarm.Core.Documents;

namespace Swarm.Core.Workflows.Parsing;

/// <summary>
/// Reads the fields of a map by their types; what does not fit becomes an error and reads as not given.
/// </summary>
internal sealed class MapReader
{
    private readonly DocumentMap _map;
    private readonly string _what;
    private readonly SourcePosition _owner;

    private MapReader(ErrorList errors, DocumentMap map, string what, SourcePosition owner, string? node)
    {
        Errors = errors;
        _map = map;
        _what = what;
        _owner = owner;
        Node = node;
    }

    public ErrorList Errors { get; }

    /// <summary>The node that errors are said to concern.</summary>
    public string? Node { get; }

    public string Pointer => _map.Pointer;

    public SourcePosition Position => _map.Position;

    /// <summary>Reports every field that is not known. Null if the value is no map.</summary>
    /// <param name="errors">Where errors go.</param>
    /// <param name="value">The value; an empty one reads as a map without fields.</param>
    /// <param name="what">What it is in words: "node 'test'".</param>
    /// <param name="fields">The known fields.</param>
    /// <param name="owner">Where a missing field is reported.</param>
    /// <param name="node">The node that it concerns.</param>
    public static MapReader? Open(
        ErrorList errors,
        DocumentNode value,
        string what,
        IReadOnlyList<string> fields,
        SourcePosition? owner = null,
        string? node = null)
    {
        var map = value as DocumentMap;
        if (value is DocumentScalar { Kind: ScalarKind.Null })
        {
            map = new DocumentMap(value.Position, value.Pointer, []);
        }

        if (map is null)
        {
            errors.Add(
                value,
                WorkflowErrorCodes.WrongType,
                $"{Capital(what)} must be a map with fields, but is {value.Description}.",
                node,
                $"Possible fields: {string.Join(", ", fields)}.");
            return null;
        }

        foreach (var entry in map.Entries.Where(e => !fields.Contains(e.Key)))
        {
            errors.Add(
                entry.Position,
                entry.Pointer,
                WorkflowErrorCodes.UnknownField,
                $"{Capital(what)} has no field '{entry.Key}'.",
                node,
                errors.Suggest(entry.Key, fields));
        }

        return new MapReader(errors, map, what, owner ?? map.Position, node);
    }

    public DocumentEntry? Entry(string field) => _map.Find(field);

    public DocumentNode? Value(string field) => _map.Find(field)?.Value;

    public bool Has(string field) => _map.Find(field) is not null;

    /// <summary>A field that must be there.</summary>
    public DocumentNode? Required(string field, string example)
    {
        var value = Value(field);
        if (value is null)
        {
            Errors.Add(
                _owner,
                Pointer,
                WorkflowErrorCodes.MissingField,
                $"{Capital(_what)} has no '{field}'.",
                Node,
                $"Add: {field}: {example}");
        }

        return value;
    }

    public string? Text(string field, string example, int maxLength = 1_000)
    {
        var text = Value(field) is { } value ? AsText(value, field, example)?.Text : null;
        if (text is null || (text.Length <= maxLength && text.Length > 0))
        {
            return text;
        }

        OutOfRange(field, $"must have 1 to {maxLength} characters, but has {text.Length}");
        return null;
    }

    /// <summary>A text. Numbers are refused, as YAML would change some of them (1.0, 010).</summary>
    public DocumentScalar? AsText(DocumentNode value, string field, string example)
    {
        switch (value)
        {
            case DocumentScalar { Kind: ScalarKind.Text } text:
                return text;
            case DocumentScalar { Kind: not ScalarKind.Null } scalar:
                WrongType(value, field, "a text", $"Put it in quotes: {field}: \"{scalar.Text}\"");
                return null;
            default:
                WrongType(value, field, "a text", $"For example: {field}: {example}");
                return null;
        }
    }

    /// <summary>A text, a number or a boolean, taken as it is written.</summary>
    public DocumentScalar? AsWritten(DocumentNode value, string field, string example)
    {
        if (value is DocumentScalar { Kind: not ScalarKind.Null } scalar)
        {
            return scalar;
        }

        WrongType(value, field, "a text", $"For example: {field}: {example}");
        return null;
    }

    public bool? Boolean(string field)
    {
        switch (Value(field))
        {
            case null:
                return null;
            case DocumentScalar { Kind: ScalarKind.Boolean } scalar:
                return char.ToLowerInvariant(scalar.Text[0]) == 't';
            case var value:
                WrongType(value, field, "true or false", $"For example: {field}: true");
                return null;
        }
    }

    public int? Integer(string field, int min, int max)
    {
        if (Value(field) is not { } value)
        {
            return null;
        }

        if (value is not DocumentScalar scalar || !scalar.TryGetInteger(out var number))
        {
            WrongType(value, field, $"a whole number from {min} to {max}", $"For example: {field}: {Math.Max(min, 3)}");
            return null;
        }

        if (number < min || number > max)
        {
            OutOfRange(field, $"must be a whole number from {min} to {max}, but is {number}");
            return null;
        }

        return (int)number;
    }

    public double? Number(string field, double min, double max)
    {
        if (Value(field) is not { } value)
        {
            return null;
        }

        if (value is not DocumentScalar scalar || !scalar.TryGetNumber(out var number))
        {
            WrongType(value, field, $"a number from {min} to {max}", $"For example: {field}: {Math.Max(min, 2)}");
            return null;
        }

        if (number < min || number > max)
        {
            OutOfRange(field, $"must be a number from {min} to {max}, but is {number}");
            return null;
        }

        return number;
    }

    public TimeSpan? Duration(string field, TimeSpan min, TimeSpan max)
    {
        if (Value(field) is not { } value)
        {
            return null;
        }

        if (value is not DocumentScalar scalar || !Durations.TryParse(scalar.Text, out var duration))
        {
            var meant = value is DocumentScalar written ? Durations.Guess(written.Text) : null;
            WrongType(
                value,
                field,
                "a duration in ISO 8601, such as PT5M",
                meant is null ? $"For example: {field}: PT5M" : $"Did you mean {XmlConvert.ToString(meant.Value)}?");
            return null;
        }

        if (duration < min || duration > max)
        {
            OutOfRange(
                field,
                $"must be from {XmlConvert.ToString(min)} to {XmlConvert.ToString(max)}, but is {scalar.Text}");
            return null;
        }

        return duration;
    }

    /// <summary>One of several words.</summary>
    public T? Choice<T>(string field, IReadOnlyDictionary<string, T> choices)
        where T : struct
    {
        if (Value(field) is not { } value)
        {
            return null;
        }

        if (value is not DocumentScalar { Kind: not ScalarKind.Null } scalar)
        {
            WrongType(value, field, "a word", $"Possible: {string.Join(", ", choices.Keys)}.");
            return null;
        }

        if (choices.TryGetValue(scalar.Text, out var choice))
        {
            return choice;
        }

        Errors.Add(
            value,
            WorkflowErrorCodes.InvalidValue,
            $"'{field}' of {_what} must be one of {string.Join(", ", choices.Keys)}, but is '{scalar.Text}'.",
            Node,
            Errors.Suggest(scalar.Text, choices.Keys));
        return null;
    }

    public void WrongType(DocumentNode value, string field, string expected, string suggestion) => Errors.Add(
        value,
        WorkflowErrorCodes.WrongType,
        $"'{field}' of {_what} must be {expected}, but is {value.Description}.",
        Node,
        suggestion);

    /// <summary>The field is known, but has no place here.</summary>
    public void Refuse(string field, string problem, string suggestion) => Errors.Add(
        Entry(field)!.Position,
        Entry(field)!.Pointer,
        WorkflowErrorCodes.ConflictingFields,
        $"{Capital(_what)} {problem}.",
        Node,
        suggestion);

    public void OutOfRange(string field, string problem) =>
        Errors.Add(Value(field)!, WorkflowErrorCodes.OutOfRange, $"'{field}' of {_what} {problem}.", Node);

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
