using System.Text;

namespace Swarm.WorkerAgent.Output;

/// <summary>The last bytes that a command printed to one stream.</summary>
internal sealed class OutputTail(int maxBytes = OutputTail.DefaultMaxBytes)
{
    public const int DefaultMaxBytes = 8 * 1024;

    private readonly byte[] ring = new byte[maxBytes];
    private long total;

    /// <summary>True when an earlier part is no longer here.</summary>
    public bool IsCut => total > maxBytes;

    public void Push(ReadOnlySpan<byte> bytes)
    {
        var kept = bytes.Length > maxBytes ? bytes[^maxBytes..] : bytes;
        total += bytes.Length - kept.Length;
        foreach (var octet in kept)
        {
            ring[total++ % maxBytes] = octet;
        }
    }

    /// <summary>The tail as text of at most the limit; it begins with a whole character.</summary>
    public string Read()
    {
        var length = (int)Math.Min(total, maxBytes);
        var bytes = new byte[length];
        for (var i = 0; i < length; i++)
        {
            bytes[i] = ring[(total - length + i) % maxBytes];
        }

        var start = 0;
        while (IsCut && start < Math.Min(4, length) && (bytes[start] & 0xC0) == 0x80)
        {
            start++;
        }

        var text = Encoding.UTF8.GetString(bytes, start, length - start);

        // Replacing bytes that are no UTF-8 makes the text longer; what is over the limit goes from the front.
        var over = Encoding.UTF8.GetByteCount(text) - maxBytes;
        return over <= 0 ? text : Shorten(text, over);
    }

    private static string Shorten(string text, int over)
    {
        var at = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (over <= 0)
            {
                break;
            }

            over -= rune.Utf8SequenceLength;
            at += rune.Utf16SequenceLength;
        }

        return text[at..];
    }
}
