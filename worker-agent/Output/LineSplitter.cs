using System.Text;

namespace Swarm.WorkerAgent.Output;

/// <summary>
/// Cuts a stream of bytes into lines of text, however the reads fall: a character may be split across two of them.
/// Bytes that are no UTF-8 become U+FFFD. A line over 8 KiB is cut there and says so; the rest of it is dropped.
/// </summary>
internal sealed class LineSplitter
{
    public const int MaxLineBytes = 8 * 1024;
    public const string CutNote = " … [line cut at 8 KiB]";

    private readonly Decoder decoder = Encoding.UTF8.GetDecoder();
    private readonly StringBuilder line = new();
    private int lineBytes;
    private bool cut;
    private bool anything;

    /// <summary>The lines that these bytes complete.</summary>
    public IReadOnlyList<string> Push(ReadOnlySpan<byte> bytes) => Split(bytes, isEnd: false);

    /// <summary>The last line, if the stream did not end with a line end.</summary>
    public IReadOnlyList<string> Finish()
    {
        var lines = Split([], isEnd: true);
        if (anything)
        {
            lines.Add(TakeLine());
        }

        return lines;
    }

    private List<string> Split(ReadOnlySpan<byte> bytes, bool isEnd)
    {
        var chars = new char[decoder.GetCharCount(bytes, isEnd)];
        var count = decoder.GetChars(bytes, chars, isEnd);
        var lines = new List<string>();
        foreach (var rune in chars.AsSpan(0, count).EnumerateRunes())
        {
            anything = true;
            if (rune.Value == '\n')
            {
                lines.Add(TakeLine());
            }
            else
            {
                Append(rune);
            }
        }

        return lines;
    }

    private void Append(Rune rune)
    {
        if (cut)
        {
            return;
        }

        lineBytes += rune.Utf8SequenceLength;
        cut = lineBytes > MaxLineBytes - Encoding.UTF8.GetByteCount(CutNote);
        if (!cut)
        {
            line.Append(rune.ToString());
        }
    }

    private string TakeLine()
    {
        var text = line.ToString().TrimEnd('\r') + (cut ? CutNote : "");
        line.Clear();
        (lineBytes, cut, anything) = (0, false, false);
        return text;
    }
}
