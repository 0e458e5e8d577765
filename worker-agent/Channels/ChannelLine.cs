using System.Text;

namespace Swarm.WorkerAgent.Channels;

/// <summary>One line of JSON over a socket, with a limit to its length.</summary>
internal static class ChannelLine
{
    /// <summary>The longest line, in bytes: a state of 64 KiB at its worst, escaped, and some words more.</summary>
    public const int MaxBytes = 512 * 1024;

    /// <summary>The next line; null at the end of the stream.</summary>
    /// <exception cref="InvalidDataException">It is too long.</exception>
    public static async Task<byte[]?> ReadAsync(Stream stream, CancellationToken cancellation)
    {
        using var line = new MemoryStream();
        var one = new byte[1];
        while (await stream.ReadAsync(one, cancellation) > 0)
        {
            if (one[0] == (byte)'\n')
            {
                return line.ToArray();
            }

            if (line.Length == MaxBytes)
            {
                throw new InvalidDataException($"A line has more than {MaxBytes / 1024} KiB.");
            }

            line.WriteByte(one[0]);
        }

        return null;
    }

    public static async Task WriteAsync(Stream stream, byte[] json, CancellationToken cancellation) =>
        await stream.WriteAsync((byte[])[.. json, (byte)'\n'], cancellation);

    /// <summary>A text cut to its first characters.</summary>
    public static string Cut(string text, int maxChars) =>
        text.Length <= maxChars ? text : new StringBuilder(text, 0, maxChars - 2, maxChars).Append(" …").ToString();
}
