using System.Text.Json;
using Swarm.Contracts.Content;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.WorkItems;

namespace Swarm.Functions.Orchestrations;

/// <summary>
/// How a work item ended, as the node's orchestration is told. It goes into histories, so it stays under 4 KiB; the
/// whole result is in the work item's row.
/// </summary>
public sealed record WorkReport
{
    /// <summary>What is kept of each text, counted as JSON with its escapes.</summary>
    public const int TailMaxBytes = 1_200;

    public required string WorkItemId { get; init; }

    public required WorkItemOutcome Outcome { get; init; }

    public int? ExitCode { get; init; }

    public string Stdout { get; init; } = "";

    public string Stderr { get; init; } = "";

    /// <summary>True when an earlier part of the output is left out here.</summary>
    public bool OutputCut { get; init; }

    /// <summary>All of the standard output; told to readers, not to histories.</summary>
    public ContentReference? StdoutContent { get; init; }

    /// <summary>All of the standard error; told to readers, not to histories.</summary>
    public ContentReference? StderrContent { get; init; }

    public string? Commit { get; init; }

    public string? Reason { get; init; }

    public bool Retryable { get; init; } = true;

    /// <summary>True when it was delivered too often without a result, and no worker has reported.</summary>
    public bool IsLost { get; init; }

    /// <summary>True when it was taken out of its queue before anybody had begun: it is asked for again.</summary>
    public bool IsWithdrawn { get; init; }

    /// <summary>
    /// Set when it has not ended: somebody has taken a lock from its node, so often by now. It waits until the node has
    /// its locks again.
    /// </summary>
    public int Holds { get; init; }

    /// <summary>The name of the event that carries the report of a work item.</summary>
    public static string EventName(string workItemId) => $"work:{workItemId}";

    public static WorkReport Of(string workItemId, ReportRequest report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var stdout = Tail(report.Stdout);
        var stderr = Tail(report.Stderr);
        return new WorkReport
        {
            WorkItemId = workItemId,
            Outcome = report.Outcome,
            ExitCode = report.ExitCode,
            Stdout = stdout,
            Stderr = stderr,
            OutputCut = report.OutputCut
                || stdout.Length < (report.Stdout?.Length ?? 0)
                || stderr.Length < (report.Stderr?.Length ?? 0),
            Commit = report.Commit,
            Reason = report.Reason is null ? null : Tail(report.Reason),
            Retryable = report.Retryable,
        };
    }

    /// <summary>The node's output, as conditions and readers see it.</summary>
    public JsonElement ToOutput(JsonElement? value = null) => NodeOutput.Of(this, value);

    /// <summary>The report with what says where all of its output is.</summary>
    public WorkReport WithContent(ReportRequest report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return this with { StdoutContent = report.StdoutContent, StderrContent = report.StderrContent };
    }

    /// <summary>The end of a text, short enough for the history.</summary>
    private static string Tail(string? text)
    {
        text ??= "";
        var start = text.Length;
        for (var bytes = 0; start > 0; start--)
        {
            bytes += JsonBytesOf(text[start - 1]);
            if (bytes > TailMaxBytes)
            {
                break;
            }
        }

        // Never begins with the second half of a surrogate pair.
        return start < text.Length && char.IsLowSurrogate(text[start]) ? text[(start + 1)..] : text[start..];
    }

    /// <summary>What is no letter of ASCII may be written as an escape.</summary>
    private static int JsonBytesOf(char character) =>
        char.IsAsciiLetterOrDigit(character) || character is ' ' or '.' or ',' or '-' or '_' or '/' or ':' ? 1 : 6;
}
