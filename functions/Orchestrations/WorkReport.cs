using System.Text.Json;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.WorkItems;

namespace Swarm.Functions.Orchestrations;

/// <summary>
/// How a work item ended, as the node's orchestration is told. It goes into histories, so it stays under 4 KiB; the
/// whole result is in the work item's row.
/// </summary>
public sealed record WorkReport
{
    /// <summary>Characters that are kept of each output; even as JSON with escapes both stay within 4 KiB.</summary>
    public const int TailMaxChars = 600;

    public required string WorkItemId { get; init; }

    public required WorkItemOutcome Outcome { get; init; }

    public int? ExitCode { get; init; }

    public string Stdout { get; init; } = "";

    public string Stderr { get; init; } = "";

    /// <summary>True when an earlier part of the output is left out here.</summary>
    public bool OutputCut { get; init; }

    public string? Commit { get; init; }

    public string? Reason { get; init; }

    public bool Retryable { get; init; } = true;

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
    public JsonElement ToOutput() => JsonSerializer.SerializeToElement(
        new NodeOutput(ExitCode, Stdout, Stderr, OutputCut, Commit), OrchestrationsJsonContext.Default.NodeOutput);

    private static string Tail(string? text)
    {
        if (text is null || text.Length <= TailMaxChars)
        {
            return text ?? "";
        }

        // Never begins with the second half of a surrogate pair.
        var start = text.Length - TailMaxChars;
        return text[(char.IsLowSurrogate(text[start]) ? start + 1 : start)..];
    }
}
