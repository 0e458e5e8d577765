using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Swarm.WorkerAgent.Tools.Prompts;

/// <summary>
/// Reads a tool's events: a JSON object per line. Lines are cut at the line end's byte before they are decoded, so a
/// character that is split across reads stays whole. Whatever is no JSON object goes through as text; a line that is
/// cut off or too long is skipped and told.
/// </summary>
internal sealed class EventLines(Action<JsonElement> onEvent, Action<string> onText)
{
    public const int MaxLineBytes = 16 * 1024 * 1024;

    private const int ReadBytes = 16 * 1024;

    private readonly ArrayBufferWriter<byte> line = new();
    private bool isTooLong;

    public async Task ReadAsync(Stream stream, Action touch, CancellationToken cancellation = default)
    {
        var buffer = new byte[ReadBytes];
        while (true)
        {
            var count = await stream.ReadAsync(buffer, cancellation);
            if (count == 0)
            {
                break;
            }

            touch();
            Push(buffer.AsSpan(0, count));
        }

        Finish();
    }

    public void Push(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            var end = bytes.IndexOf((byte)'\n');
            var part = end < 0 ? bytes : bytes[..end];
            isTooLong |= line.WrittenCount + part.Length > MaxLineBytes;
            if (!isTooLong)
            {
                line.Write(part);
            }

            if (end < 0)
            {
                return;
            }

            Finish();
            bytes = bytes[(end + 1)..];
        }
    }

    /// <summary>The line ends here, also without a line end.</summary>
    public void Finish()
    {
        var bytes = line.WrittenMemory;
        var wasTooLong = isTooLong;
        isTooLong = false;
        if (wasTooLong)
        {
            onText($"[a line of over {MaxLineBytes} bytes was skipped]");
        }
        else if (bytes.Span.TrimStart(" \t\r"u8) is { Length: > 0 } text)
        {
            Take(bytes, isObject: text[0] == (byte)'{');
        }

        line.ResetWrittenCount();
    }

    private void Take(ReadOnlyMemory<byte> bytes, bool isObject)
    {
        if (!isObject)
        {
            onText(Encoding.UTF8.GetString(bytes.Span).TrimEnd('\r'));
            return;
        }

        try
        {
            using var document = JsonDocument.Parse(bytes);
            onEvent(document.RootElement);
        }
        catch (JsonException)
        {
            onText("[a line that is no whole JSON was skipped]");
        }
    }
}
