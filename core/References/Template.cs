using System.Text;
using System.Text.Json;

namespace Swarm.Core.References;

/// <summary>A text with references: <c>${test.stdout}</c>; <c>$${</c> stands for <c>${</c> itself.</summary>
public static class Template
{
    private const string Opening = "${";

    public static bool HasReferences(string text) => Read(text).Any(p => p.Reference is not null);

    /// <summary>The pieces of a text, in order. It never fails: what is wrong is a piece with a problem.</summary>
    public static IReadOnlyList<TemplatePart> Read(string text)
    {
        var parts = new List<TemplatePart>();
        var plain = new StringBuilder();
        var at = 0;
        while (at < text.Length)
        {
            var dollar = text.IndexOf('$', at);
            if (dollar < 0)
            {
                break;
            }

            plain.Append(text, at, dollar - at);
            if (text.AsSpan(dollar).StartsWith("$${"))
            {
                plain.Append(Opening);
                at = dollar + 3;
            }
            else if (text.AsSpan(dollar).StartsWith(Opening))
            {
                Flush(plain, parts);
                var end = text.IndexOf('}', dollar);
                var source = end < 0 ? text[dollar..] : text[dollar..(end + 1)];
                parts.Add(ReadReference(source));
                at = dollar + source.Length;
            }
            else
            {
                plain.Append('$');
                at = dollar + 1;
            }
        }

        plain.Append(text, at, text.Length - at);
        Flush(plain, parts);
        return parts;
    }

    /// <summary>Every text inside a value, keys of objects excluded.</summary>
    public static IEnumerable<string> TextsOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => [value.GetString()!],
        JsonValueKind.Array => value.EnumerateArray().SelectMany(TextsOf),
        JsonValueKind.Object => value.EnumerateObject().SelectMany(p => TextsOf(p.Value)),
        _ => [],
    };

    private static void Flush(StringBuilder plain, List<TemplatePart> parts)
    {
        if (plain.Length > 0)
        {
            parts.Add(new TemplatePart(plain.ToString()));
            plain.Clear();
        }
    }

    private static TemplatePart ReadReference(string source)
    {
        if (!source.EndsWith('}'))
        {
            return new TemplatePart(source, Problem: "has no closing brace");
        }

        var inside = source[2..^1].Trim();
        return DataPath.TryParse(inside, out var path)
            ? new TemplatePart(source, path)
            : new TemplatePart(source, Problem: inside.Length == 0 ? "is empty" : "is no path such as test.stdout");
    }
}
