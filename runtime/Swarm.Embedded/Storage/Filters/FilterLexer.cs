using System.Globalization;

namespace Swarm.Embedded.Storage.Filters;

/// <summary>Cuts a filter into words.</summary>
internal sealed class FilterLexer(string text)
{
    private int _position;

    public FilterToken Next()
    {
        while (_position < text.Length && char.IsWhiteSpace(text[_position]))
        {
            _position++;
        }

        var start = _position;
        if (start == text.Length)
        {
            return new FilterToken(FilterTokenKind.End, string.Empty, null, start);
        }

        switch (text[start])
        {
            case '(':
                _position++;
                return new FilterToken(FilterTokenKind.Open, "(", null, start);
            case ')':
                _position++;
                return new FilterToken(FilterTokenKind.Close, ")", null, start);
            case '\'':
                return Literal(start, Quoted());
            case '-' or '+' or (>= '0' and <= '9'):
                return Literal(start, Number());
            default:
                return Word(start);
        }
    }

    public Exception Error(string expected, int position) => TableFailures.Invalid(
        "InvalidInput", $"The filter '{text}' cannot be read at position {position + 1}: {expected} is expected.");

    private FilterToken Literal(int start, object value) =>
        new(FilterTokenKind.Literal, text[start.._position], value, start);

    private string Quoted()
    {
        var start = _position++;
        while (_position < text.Length)
        {
            if (text[_position++] != '\'')
            {
                continue;
            }

            if (_position == text.Length || text[_position] != '\'')
            {
                return text[(start + 1)..(_position - 1)].Replace("''", "'", StringComparison.Ordinal);
            }

            _position++;
        }

        throw Error("a closing quote", text.Length);
    }

    private object Number()
    {
        var start = _position++;
        while (_position < text.Length
            && (char.IsAsciiLetterOrDigit(text[_position]) || text[_position] is '.' or '-' or '+'))
        {
            _position++;
        }

        var number = text[start.._position];
        if (number[^1] is 'L' or 'l' && long.TryParse(number[..^1], CultureInfo.InvariantCulture, out var wide))
        {
            return wide;
        }

        if (int.TryParse(number, CultureInfo.InvariantCulture, out var narrow))
        {
            return narrow;
        }

        return double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var real)
            ? real
            : throw Error("a number", start);
    }

    private FilterToken Word(int start)
    {
        while (_position < text.Length && (char.IsLetterOrDigit(text[_position]) || text[_position] is '_' or '.'))
        {
            _position++;
        }

        var word = text[start.._position];
        if (word.Length == 0)
        {
            throw Error("a name or a value", start);
        }

        if (_position < text.Length && text[_position] == '\'')
        {
            return Literal(start, Prefixed(word, Quoted(), start));
        }

        return word switch
        {
            "true" => Literal(start, true),
            "false" => Literal(start, false),
            _ => new FilterToken(FilterTokenKind.Name, word, null, start),
        };
    }

    private object Prefixed(string prefix, string value, int start)
    {
        switch (prefix)
        {
            case "datetime" when DateTimeOffset.TryParse(
                value,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                out var instant):
                return instant;
            case "guid" when Guid.TryParse(value, out var id):
                return id;
            case "X" or "binary" when value.Length % 2 == 0 && value.All(char.IsAsciiHexDigit):
                return Convert.FromHexString(value);
            default:
                throw Error("datetime'…', guid'…' or X'…' with a value of that kind", start);
        }
    }
}
