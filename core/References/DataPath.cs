using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Swarm.Core.References;

/// <summary>
/// A way into a JSON value: names joined with dots, positions of arrays in brackets or as names
/// (<c>items[0].name</c>, <c>items.0.name</c>).
/// </summary>
public sealed class DataPath
{
    public const int MaxLength = 256;

    private DataPath(string text, IReadOnlyList<string> segments)
    {
        Text = text;
        Segments = segments;
    }

    public string Text { get; }

    public IReadOnlyList<string> Segments { get; }

    public static bool TryParse(string? text, [NotNullWhen(true)] out DataPath? path)
    {
        path = null;
        if (string.IsNullOrEmpty(text) || text.Length > MaxLength)
        {
            return false;
        }

        var segments = new List<string>();
        foreach (var part in text.Split('.'))
        {
            if (!AddPart(part, segments))
            {
                return false;
            }
        }

        path = new DataPath(text, segments);
        return true;
    }

    /// <summary>The value at this path, skipping the first segments, which the caller has looked up itself.</summary>
    public bool TryGet(JsonElement root, out JsonElement value, int skip = 0)
    {
        value = root;
        for (var i = skip; i < Segments.Count; i++)
        {
            if (!TryStep(value, Segments[i], out value))
            {
                return false;
            }
        }

        return value.ValueKind != JsonValueKind.Undefined;
    }

    public override string ToString() => Text;

    private static bool AddPart(string part, List<string> segments)
    {
        var bracket = part.IndexOf('[', StringComparison.Ordinal);
        var name = bracket < 0 ? part : part[..bracket];
        if (name.Length == 0 || !name.All(IsNameCharacter))
        {
            return false;
        }

        segments.Add(name);
        while (bracket >= 0 && bracket < part.Length)
        {
            var end = part.IndexOf(']', bracket);
            if (part[bracket] != '[' || end < bracket + 2 || !part[(bracket + 1)..end].All(char.IsAsciiDigit))
            {
                return false;
            }

            segments.Add(part[(bracket + 1)..end]);
            bracket = end + 1;
        }

        return true;
    }

    private static bool IsNameCharacter(char c) => char.IsLetterOrDigit(c) || c is '-' or '_' or '@' or '$';

    private static bool TryStep(JsonElement from, string segment, out JsonElement value)
    {
        value = default;
        switch (from.ValueKind)
        {
            case JsonValueKind.Object:
                return from.TryGetProperty(segment, out value);
            case JsonValueKind.Array when int.TryParse(segment, out var index) && index < from.GetArrayLength():
                value = from[index];
                return true;
            default:
                return false;
        }
    }
}
