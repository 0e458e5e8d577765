using System.Text;
using Swarm.Contracts.WorkItems;
using Swarm.Functions.Http;

namespace Swarm.Functions.WorkLogs;

/// <summary>What one chunk of log lines may hold.</summary>
internal static class LogLimits
{
    public const int MaxLines = 1000;
    public const int MaxChunkBytes = 48 * 1024;

    /// <summary>The body: text at its worst is six times as long in JSON, and each line has a time.</summary>
    public const int MaxBodyBytes = 512 * 1024;

    /// <summary>A line has 8 KiB, and a few words more where it was cut.</summary>
    private const int MaxLineBytes = (8 * 1024) + 256;

    private static readonly string[] s_streams = ["stdout", "stderr", "tool", "agent"];

    public static int BytesOf(IEnumerable<LogLine> lines) => lines.Sum(line => Encoding.UTF8.GetByteCount(line.Text));

    public static void Check(LogChunk chunk)
    {
        var lines = chunk.Lines;
        var errors = new FieldErrors()
            .Require(lines.Count is > 0 and <= MaxLines, "/lines", $"Send 1 to {MaxLines} lines.");
        for (var i = 0; i < Math.Min(lines.Count, MaxLines); i++)
        {
            var isWhole = lines[i] is { Stream: not null, Text: not null };
            errors.Require(isWhole, $"/lines/{i}", "Give stream and text.");
            errors.Require(
                !isWhole || s_streams.Contains(lines[i].Stream),
                $"/lines/{i}/stream",
                $"Use one of {string.Join(", ", s_streams)}.");
            errors.Require(
                !isWhole || Encoding.UTF8.GetByteCount(lines[i].Text) <= MaxLineBytes,
                $"/lines/{i}/text",
                "Cut lines at 8 KiB.");
        }

        errors.ThrowIfAny();
        new FieldErrors()
            .Require(
                BytesOf(lines) <= MaxChunkBytes,
                "/lines",
                $"The lines may have {MaxChunkBytes / 1024} KiB together; send them in several chunks.")
            .ThrowIfAny();
    }
}
