using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Swarm.Core.Documents;

/// <summary>
/// Reads a YAML text, and so a JSON text too, into values that know their position. Aliases are followed, but what they
/// multiply is counted, so that a small text cannot become a huge document.
/// </summary>
internal sealed class DocumentReader
{
    private const string SyntaxCode = "syntax";
    private const string TextTag = "tag:yaml.org,2002:str";

    private readonly Parser _parser;
    private readonly DocumentLimits _limits;
    private readonly Action<DocumentException> _report;
    private readonly Dictionary<string, DocumentNode?> _anchors = [];
    private int _values;

    private DocumentReader(string text, DocumentLimits limits, Action<DocumentException> report)
    {
        _parser = new Parser(new StringReader(text));
        _limits = limits;
        _report = report;
    }

    /// <summary>The document's value. What is wrong without hindering the reading is reported.</summary>
    /// <exception cref="DocumentException">The text cannot be read further.</exception>
    public static DocumentNode Read(string text, DocumentLimits limits, Action<DocumentException> report)
    {
        var bytes = Encoding.UTF8.GetByteCount(text);
        if (bytes > limits.MaxBytes)
        {
            throw new DocumentException(
                new SourcePosition(1, 1),
                "too_large",
                $"The file has {bytes} bytes; at most {limits.MaxBytes} are read.");
        }

        var reader = new DocumentReader(text, limits, report);
        try
        {
            return reader.ReadStream();
        }
        catch (YamlException e)
        {
            throw new DocumentException(
                SyntaxAdvice.PositionOf(e.Message, text, after: (int)(reader._parser.Current?.End.Line ?? 1))
                    ?? ToPosition(e.Start),
                SyntaxCode,
                $"The file is no valid YAML: {e.Message.TrimEnd('.')}.",
                suggestion: SyntaxAdvice.For(e.Message));
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            // The scanner answers a few broken texts so; the last value that it could read is then the best position.
            throw new DocumentException(
                ToPosition(reader._parser.Current?.End ?? Mark.Empty),
                SyntaxCode,
                "The file is no valid YAML after this place.",
                suggestion: "Look for a missing quote, bracket or colon.");
        }
    }

    private static SourcePosition ToPosition(Mark mark) =>
        new(Math.Max(1, (int)mark.Line), Math.Max(1, (int)mark.Column));

    private static string Append(string pointer, string segment)
    {
        var escaped = segment.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
        return $"{pointer}/{escaped}";
    }

    private DocumentNode ReadStream()
    {
        _parser.Consume<StreamStart>();
        if (_parser.Accept<StreamEnd>(out var end))
        {
            throw new DocumentException(ToPosition(end.Start), SyntaxCode, "The file is empty.");
        }

        _parser.Consume<DocumentStart>();
        var root = ReadNode("", depth: 0);
        _parser.Consume<DocumentEnd>();
        if (_parser.Accept<DocumentStart>(out var second))
        {
            throw new DocumentException(
                ToPosition(second.Start),
                SyntaxCode,
                "The file holds a second document, after '---'; only one is read.",
                suggestion: "Put each workflow in a file of its own.");
        }

        return root;
    }

    private DocumentNode ReadNode(string pointer, int depth)
    {
        var position = ToPosition(_parser.Current!.Start);
        CheckDepth(depth, position, pointer);
        if (_parser.TryConsume<AnchorAlias>(out var alias))
        {
            return ReadAlias(alias, position, pointer, depth);
        }

        Count(1, position, pointer);
        if (_parser.TryConsume<Scalar>(out var scalar))
        {
            CheckTag(scalar, position, pointer);
            var quoted = scalar.Style != ScalarStyle.Plain || scalar.Tag == TextTag;
            return Remember(scalar, new DocumentScalar(position, pointer, scalar.Value, quoted));
        }

        if (_parser.TryConsume<SequenceStart>(out var sequence))
        {
            CheckTag(sequence, position, pointer);
            Announce(sequence);
            var items = new List<DocumentNode>();
            while (!_parser.TryConsume<SequenceEnd>(out _))
            {
                items.Add(ReadNode($"{pointer}/{items.Count}", depth + 1));
            }

            return Remember(sequence, new DocumentList(position, pointer, items));
        }

        var map = _parser.Consume<MappingStart>();
        CheckTag(map, position, pointer);
        Announce(map);
        return Remember(map, new DocumentMap(position, pointer, ReadEntries(pointer, depth)));
    }

    private List<DocumentEntry> ReadEntries(string pointer, int depth)
    {
        var entries = new List<DocumentEntry>();
        var keys = new Dictionary<string, SourcePosition>();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var at = ToPosition(_parser.Current!.Start);
            if (!_parser.TryConsume<Scalar>(out var key))
            {
                throw new DocumentException(at, SyntaxCode, "A key must be a plain text.", pointer);
            }

            var below = Append(pointer, key.Value);
            var value = ReadNode(below, depth + 1);
            if (keys.TryAdd(key.Value, at))
            {
                entries.Add(new DocumentEntry(key.Value, at, below, value));
                continue;
            }

            _report(new DocumentException(
                at,
                "duplicate_key",
                $"The key '{key.Value}' is here twice; it stands in line {keys[key.Value].Line} already.",
                below,
                "Remove one of the two, or rename it."));
        }

        return entries;
    }

    private DocumentNode ReadAlias(AnchorAlias alias, SourcePosition position, string pointer, int depth)
    {
        if (!_anchors.TryGetValue(alias.Value.Value, out var target))
        {
            throw new DocumentException(position, SyntaxCode, $"There is no anchor '&{alias.Value}' above.", pointer);
        }

        if (target is null)
        {
            throw new DocumentException(position, SyntaxCode, $"The anchor '&{alias.Value}' holds itself.", pointer);
        }

        Count(target.Weight, position, pointer);
        CheckDepth(depth + target.Height - 1, position, pointer);
        return target;
    }

    /// <summary>An anchor is known from its start on, but has no value before its end.</summary>
    private void Announce(NodeEvent start)
    {
        if (!start.Anchor.IsEmpty)
        {
            _anchors[start.Anchor.Value] = null;
        }
    }

    private DocumentNode Remember(NodeEvent start, DocumentNode node)
    {
        if (!start.Anchor.IsEmpty)
        {
            _anchors[start.Anchor.Value] = node;
        }

        return node;
    }

    private void CheckTag(NodeEvent node, SourcePosition position, string pointer)
    {
        if (!node.Tag.IsEmpty && !node.Tag.IsNonSpecific && node.Tag != TextTag)
        {
            _report(new DocumentException(
                position, "unknown_tag", $"The tag '{node.Tag}' is not known.", pointer, "Remove the tag."));
        }
    }

    private void CheckDepth(int depth, SourcePosition position, string pointer)
    {
        if (depth > _limits.MaxDepth)
        {
            throw new DocumentException(
                position, "too_deep", $"Values are nested deeper than {_limits.MaxDepth} levels.", pointer);
        }
    }

    private void Count(int values, SourcePosition position, string pointer)
    {
        _values += values;
        if (_values > _limits.MaxValues)
        {
            throw new DocumentException(
                position,
                "too_large",
                $"The file holds more than {_limits.MaxValues} values, those counted that aliases repeat.",
                pointer);
        }
    }
}
