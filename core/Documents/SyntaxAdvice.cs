namespace Swarm.Core.Documents;

/// <summary>Says what to do about a text that is no YAML; the scanner tells what it had hoped to find.</summary>
internal static class SyntaxAdvice
{
    private const string Tab = "tab";

    private static readonly (string Told, string Advice)[] s_known =
    [
        (Tab, "Indent with spaces."),
        ("',' or ']'", "Close the list with ']'."),
        ("',' or '}'", "Close the map with '}'."),
        ("expected key", "The fields of one map begin in the same column; look at how this line is indented."),
        ("invalid mapping", "A text with ': ' in it stands in quotes."),
        ("mapping values are not allowed", "A text with ': ' in it stands in quotes."),
        ("simple key", "A colon and a space are missing, or a quote is not closed."),
        ("quoted scalar", "Close the quote."),
        ("cannot start any token", "A text that begins with this character stands in quotes."),
        ("block entry", "The items of a list begin in the same column, each with '- '."),
        ("alias", "A text that begins with '*' or '&' stands in quotes."),
        ("anchor", "A text that begins with '*' or '&' stands in quotes."),
    ];

    /// <summary>What to do about it, where that can be guessed.</summary>
    public static string? For(string told) =>
        s_known.FirstOrDefault(one => told.Contains(one.Told, StringComparison.OrdinalIgnoreCase)).Advice;

    /// <summary>
    /// Where a tab indents a line, behind the last one that could be read: the scanner tells where its map begins.
    /// </summary>
    public static SourcePosition? PositionOf(string told, string text, int after)
    {
        if (!told.Contains(Tab, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var line = 0;
        foreach (var one in text.AsSpan().EnumerateLines())
        {
            line++;
            var tab = one[..^one.TrimStart(" \t").Length].IndexOf('\t');
            if (line >= after && tab >= 0)
            {
                return new SourcePosition(line, tab + 1);
            }
        }

        return null;
    }
}
