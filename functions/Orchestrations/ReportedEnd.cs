using Swarm.Contracts.Statuses;
using Swarm.Core.Graph;
using Swarm.Core.References;
using Swarm.Core.Workflows;

namespace Swarm.Functions.Orchestrations;

/// <summary>How the report of a work item ends its node.</summary>
internal static class ReportedEnd
{
    public static NodeEnded Of(WorkReport report) => new()
    {
        Outcome = report.Outcome switch
        {
            WorkItemOutcome.Completed => NodeOutcome.Completed,
            WorkItemOutcome.Cancelled => NodeOutcome.Cancelled,
            _ => NodeOutcome.Failed,
        },
        Output = report.ToOutput(),
        Reason = report.Outcome == WorkItemOutcome.Completed ? null : ReasonOf(report),
        WorkItemId = report.WorkItemId,
        Failure = FailureOf(report),
        Retryable = report.Retryable,
    };

    /// <summary>
    /// The end of a node that is to print JSON, where the report holds all that it printed; null where it does not.
    /// </summary>
    public static NodeEnded? OfValue(WorkReport report) =>
        !report.OutputCut && PrintedJson.Read(report.Stdout) is { } value
            ? Of(report) with { Output = (report with { Stdout = "" }).ToOutput(value) }
            : null;

    /// <summary>Its end by what was read of all that it printed.</summary>
    public static NodeEnded OfValue(WorkReport report, ValueRead read) => read.Failure is null
        ? Of(report) with { Output = read.Output }
        : Of(report) with { Outcome = NodeOutcome.Failed, Reason = read.Failure, Failure = FailureKind.Output };

    /// <summary>Whether what it printed is to be read as JSON.</summary>
    public static bool HasValue(NodeRun node, WorkReport report) =>
        node.OutputFormat == OutputFormat.Json && report.Outcome == WorkItemOutcome.Completed;

    private static FailureKind? FailureOf(WorkReport report) => report switch
    {
        { Outcome: WorkItemOutcome.Completed or WorkItemOutcome.Cancelled } => null,
        { Outcome: WorkItemOutcome.TimedOut } => FailureKind.Timeout,
        { IsLost: true } => FailureKind.Lost,
        { ExitCode: not null } => FailureKind.Exit,
        _ => FailureKind.Error,
    };

    private static string ReasonOf(WorkReport report) => report switch
    {
        { Reason: { } reason } => reason,
        { Outcome: WorkItemOutcome.TimedOut } => "It ran longer than its time limit.",
        { ExitCode: { } code } => $"It ended with exit code {code}.",
        _ => "Its worker gave no reason.",
    };
}
