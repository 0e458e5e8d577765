using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Swarm.WorkerAgent.Redaction;

/// <summary>Every spelling of a secret that programs commonly print: as it is, encoded, or escaped.</summary>
internal static class SecretForms
{
    /// <summary>What is shorter would hide half of every log.</summary>
    public const int MinBytes = 4;

    // A single line of a key file is known by itself, too: logs are cut into lines.
    private const int MinLineChars = 16;
    private const int MinBase64Chars = 6;

    private const string UrlUnreserved = "-_.~";
    private const string FormUnreserved = "-_.*";
    private const string UriReserved = "-_.~!*'();/?:@&=+$,#";

    /// <summary>The forms, as the bytes that a program would print. Empty for a secret that is too short.</summary>
    public static IEnumerable<byte[]> Of(string secret)
    {
        var forms = new HashSet<string>();
        foreach (var text in Wholes(secret))
        {
            forms.Add(text);
            forms.UnionWith(Json(text));
            forms.UnionWith(Url(text));
            forms.UnionWith(Xml(text));
            forms.UnionWith(Base64(Encoding.UTF8.GetBytes(text)));
        }

        return forms.Select(Encoding.UTF8.GetBytes).Where(form => form.Length >= MinBytes);
    }

    private static IEnumerable<string> Wholes(string secret)
    {
        var whole = secret.Trim('\r', '\n');
        if (Encoding.UTF8.GetByteCount(whole) < MinBytes)
        {
            yield break;
        }

        yield return whole;
        if (!whole.Contains('\n', StringComparison.Ordinal))
        {
            yield break;
        }

        var lines = whole.Replace("\r", "", StringComparison.Ordinal).Split('\n');
        yield return string.Join('\n', lines);
        yield return string.Join("\r\n", lines);
        foreach (var line in lines.Where(line => line.Length >= MinLineChars && !line.StartsWith('-')))
        {
            yield return line;
        }
    }

    /// <summary>
    /// With as few escapes as JSON allows, as .NET writes it (both ways), with lower-case hexadecimal digits (Go,
    /// Python), and with escaped slashes (PHP).
    /// </summary>
    private static IEnumerable<string> Json(string text)
    {
        var few = EscapeJson(text);
        var many = JsonEncodedText.Encode(text).ToString();
        yield return few;
        yield return many;
        yield return JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString();
        yield return LowerEscapes(many);
        yield return few.Replace("/", "\\/", StringComparison.Ordinal);
        yield return Ascii(few);
        yield return Ascii(few).Replace("/", "\\/", StringComparison.Ordinal);
        yield return GoHtml(few);
    }

    private static string EscapeJson(string text)
    {
        var escaped = new StringBuilder();
        foreach (var unit in text)
        {
            escaped.Append(unit switch
            {
                '"' => "\\\"",
                '\\' => @"\\",
                '\b' => @"\b",
                '\f' => @"\f",
                '\n' => @"\n",
                '\r' => @"\r",
                '\t' => @"\t",
                < ' ' => Unit(unit),
                _ => unit.ToString(),
            });
        }

        return escaped.ToString();
    }

    private static string Unit(char unit) => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}");

    /// <summary>What is outside ASCII as <c>\uxxxx</c>, all else as it is.</summary>
    private static string Ascii(string json)
    {
        var text = new StringBuilder();
        foreach (var unit in json)
        {
            text.Append(unit < 128 ? unit.ToString() : Unit(unit));
        }

        return text.ToString();
    }

    private static string GoHtml(string json) => json
        .Replace("&", "\\u0026", StringComparison.Ordinal)
        .Replace("<", "\\u003c", StringComparison.Ordinal)
        .Replace(">", "\\u003e", StringComparison.Ordinal);

    private static string LowerEscapes(string json)
    {
        var text = new StringBuilder(json);
        for (var at = 0; at + 5 < text.Length; at++)
        {
            if (text[at] == '\\' && text[at + 1] == 'u')
            {
                for (var digit = at + 2; digit < at + 6; digit++)
                {
                    text[digit] = char.ToLowerInvariant(text[digit]);
                }
            }
        }

        return text.ToString();
    }

    private static IEnumerable<string> Url(string text)
    {
        foreach (var (kept, plus) in new[] { (UrlUnreserved, false), (FormUnreserved, true), (UriReserved, false) })
        {
            yield return Percent(text, kept, plus, "X2");
            yield return Percent(text, kept, plus, "x2");
        }
    }

    private static string Percent(string text, string kept, bool spaceIsPlus, string digits)
    {
        var encoded = new StringBuilder();
        foreach (var octet in Encoding.UTF8.GetBytes(text))
        {
            var isKept = char.IsAsciiLetterOrDigit((char)octet) || kept.Contains((char)octet);
            encoded.Append(isKept ? ((char)octet).ToString()
                : octet == ' ' && spaceIsPlus ? "+"
                : "%" + octet.ToString(digits, CultureInfo.InvariantCulture));
        }

        return encoded.ToString();
    }

    private static IEnumerable<string> Xml(string text)
    {
        var least = text
            .Replace("&", "&amp;", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal);
        var both = least.Replace(">", "&gt;", StringComparison.Ordinal);
        yield return least;
        yield return both;
        foreach (var quote in new[] { "&quot;", "&#34;", "&#x22;" })
        {
            var quoted = both.Replace("\"", quote, StringComparison.Ordinal);
            yield return quoted;
            foreach (var apostrophe in new[] { "&apos;", "&#39;", "&#x27;" })
            {
                yield return quoted.Replace("'", apostrophe, StringComparison.Ordinal);
            }
        }
    }

    /// <summary>
    /// Within a longer text a secret begins at one of three places of a base64 group. What is the same whatever stands
    /// around it is looked for.
    /// </summary>
    private static IEnumerable<string> Base64(byte[] secret)
    {
        for (var shift = 0; shift < 3; shift++)
        {
            var whole = Convert.ToBase64String([.. new byte[shift], .. secret]);
            var first = ((shift * 8) + 5) / 6;
            var end = (shift + secret.Length) * 8 / 6;
            if (end - first < MinBase64Chars)
            {
                continue;
            }

            var stable = whole[first..end];
            yield return stable;
            yield return stable.Replace('+', '-').Replace('/', '_');
        }
    }
}
