namespace Swarm.Embedded.Storage.Filters;

/// <summary>Reads the part of OData that tables know: comparisons, and, or, not, parentheses.</summary>
internal sealed class FilterParser
{
    /// <summary>
    /// How deep parentheses and negations may nest, so that a hostile filter cannot exhaust the stack.
    /// </summary>
    private const int MaxDepth = 100;

    private static readonly Dictionary<string, ComparisonOperator> Operators = new()
    {
        ["eq"] = ComparisonOperator.Equal,
        ["ne"] = ComparisonOperator.NotEqual,
        ["gt"] = ComparisonOperator.Greater,
        ["ge"] = ComparisonOperator.GreaterOrEqual,
        ["lt"] = ComparisonOperator.Less,
        ["le"] = ComparisonOperator.LessOrEqual,
    };

    private readonly FilterLexer _lexer;
    private FilterToken _current;
    private int _depth;

    public FilterParser(string text)
    {
        _lexer = new FilterLexer(text);
        _current = _lexer.Next();
    }

    public FilterNode Parse()
    {
        var node = Or();
        return _current.Kind == FilterTokenKind.End ? node : throw Expected("and, or, or the end");
    }

    private FilterNode Or()
    {
        var left = And();
        while (TakeWord("or"))
        {
            left = new FilterNode.Or(left, And());
        }

        return left;
    }

    private FilterNode And()
    {
        var left = Unary();
        while (TakeWord("and"))
        {
            left = new FilterNode.And(left, Unary());
        }

        return left;
    }

    private FilterNode Unary()
    {
        if (++_depth > MaxDepth)
        {
            throw Expected($"at most {MaxDepth} levels");
        }

        var node = TakeWord("not") ? new FilterNode.Not(Unary()) : Primary();
        _depth--;
        return node;
    }

    private FilterNode Primary()
    {
        if (_current.Kind != FilterTokenKind.Open)
        {
            return Comparison();
        }

        Take();
        var inner = Or();
        if (_current.Kind != FilterTokenKind.Close)
        {
            throw Expected("a closing parenthesis");
        }

        Take();
        return inner;
    }

    private FilterNode.Comparison Comparison()
    {
        if (_current.Kind != FilterTokenKind.Name)
        {
            throw Expected("a property");
        }

        var property = Take().Text;
        if (_current.Kind != FilterTokenKind.Name || !Operators.TryGetValue(_current.Text, out var comparison))
        {
            // A boolean property may stand alone.
            return new FilterNode.Comparison(property, ComparisonOperator.Equal, true);
        }

        Take();
        return _current.Kind == FilterTokenKind.Literal
            ? new FilterNode.Comparison(property, comparison, Take().Value!)
            : throw Expected("a value");
    }

    private bool TakeWord(string word)
    {
        if (_current.Kind != FilterTokenKind.Name || _current.Text != word)
        {
            return false;
        }

        Take();
        return true;
    }

    private FilterToken Take()
    {
        var token = _current;
        _current = _lexer.Next();
        return token;
    }

    private Exception Expected(string what) => _lexer.Error(what, _current.Position);
}
