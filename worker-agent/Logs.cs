using Microsoft.Extensions.Logging;
using Swarm.Contracts.Statuses;

namespace Swarm.WorkerAgent;

/// <summary>Everything that the agent says about itself. Event ids never change their meaning.</summary>
internal static partial class Logs
{
    [LoggerMessage(1, LogLevel.Information,
        "Worker {WorkerId} is at work for {Url}: {Slots} slot(s), tools {Tools}, data in {Folder}, seed {Seed}.")]
    public static partial void Started(
        ILogger log, string workerId, Uri url, int slots, string tools, string folder, int seed);

    [LoggerMessage(2, LogLevel.Warning, "{What} failed, trying again in {Seconds:0.0} s: {Error}")]
    public static partial void RetryLater(ILogger log, string what, double seconds, string error);

    [LoggerMessage(3, LogLevel.Information, "Claimed {WorkItemId}, token {Token}: node {Node}, tool {Tool}.")]
    public static partial void Claimed(ILogger log, string workItemId, long token, string node, string tool);

    [LoggerMessage(EventId = 4, Message = "The claim of {WorkItemId} was refused: {Error}")]
    public static partial void ClaimRefused(ILogger log, LogLevel level, string workItemId, string error);

    [LoggerMessage(5, LogLevel.Information, "Reported {WorkItemId}, token {Token}: {Outcome}; it is {Status} now.")]
    public static partial void Reported(
        ILogger log, string workItemId, long token, WorkItemOutcome outcome, WorkItemStatus status);

    [LoggerMessage(6, LogLevel.Warning,
        "The lease of {WorkItemId}, token {Token}, was lost before its report came; the report changed nothing.")]
    public static partial void ReportStale(ILogger log, string workItemId, long token);

    [LoggerMessage(7, LogLevel.Error, "The report of {WorkItemId}, token {Token}, was refused for good: {Error}")]
    public static partial void ReportRefused(ILogger log, string workItemId, long token, string error);

    [LoggerMessage(8, LogLevel.Warning, "Log lines of {WorkItemId} were refused, the rest is dropped: {Error}")]
    public static partial void LogsRefused(ILogger log, string workItemId, string error);

    [LoggerMessage(9, LogLevel.Warning, "Work on {WorkItemId}, token {Token}, was ended without a report: {Reason}.")]
    public static partial void Forfeit(ILogger log, string workItemId, long token, Claims.EndReason reason);

    [LoggerMessage(10, LogLevel.Error, "Work on {WorkItemId}, token {Token}, met a fault of the worker agent.")]
    public static partial void Fault(ILogger log, Exception exception, string workItemId, long token);

    [LoggerMessage(11, LogLevel.Information,
        "Stopping: takes no more work and gives what runs {Seconds:0} s. A second signal ends it at once.")]
    public static partial void Draining(ILogger log, double seconds);

    [LoggerMessage(12, LogLevel.Warning, "The work still running is ended now; another worker will do it.")]
    public static partial void DrainOver(ILogger log);

    [LoggerMessage(13, LogLevel.Information, "Signed off.")]
    public static partial void SignedOff(ILogger log);

    [LoggerMessage(14, LogLevel.Warning, "Could not sign off, the leases end by themselves: {Error}")]
    public static partial void SignOffFailed(ILogger log, string error);

    [LoggerMessage(15, LogLevel.Warning,
        "{Count} report(s) are not delivered yet; they are kept on disk for the next start.")]
    public static partial void ReportsKept(ILogger log, int count);

    [LoggerMessage(16, LogLevel.Warning,
        "Ended {Count} process(es) that the last life left: session {Session} of {WorkItemId}.")]
    public static partial void OrphansEnded(ILogger log, int count, int session, string workItemId);

    [LoggerMessage(17, LogLevel.Information, "Work of {WorkItemId} that was not finished lies in {Folder} now.")]
    public static partial void KeptAsLost(ILogger log, string workItemId, string folder);

    [LoggerMessage(18, LogLevel.Information,
        "Delivers the report of {WorkItemId}, token {Token}, that the last life left.")]
    public static partial void Redelivers(ILogger log, string workItemId, long token);

    [LoggerMessage(19, LogLevel.Information, "{WorkItemId} was done already (token {Token} found its result in git).")]
    public static partial void FoundResult(ILogger log, string workItemId, long token);

    [LoggerMessage(20, LogLevel.Warning,
        "Cleaning up after {WorkItemId} failed, it is tried again at the next start: {Error}")]
    public static partial void CleanUpFailed(ILogger log, string workItemId, string error);

    [LoggerMessage(21, LogLevel.Information, "Joined as worker {WorkerId}.")]
    public static partial void Joined(ILogger log, string workerId);

    [LoggerMessage(22, LogLevel.Error, "A part of the worker agent failed.")]
    public static partial void TaskFailed(ILogger log, Exception exception);

    [LoggerMessage(23, LogLevel.Error, "{Error}")]
    public static partial void CannotGoOn(ILogger log, string error);

    [LoggerMessage(24, LogLevel.Information, "Tools that can work now: {Tools}.")]
    public static partial void ToolsFound(ILogger log, string tools);

    [LoggerMessage(25, LogLevel.Warning, "The tool {Tool} is not offered for now: {Reason}")]
    public static partial void ToolIsOut(ILogger log, string tool, string reason);

    [LoggerMessage(26, LogLevel.Information, "Reads {Count} storage queue(s) itself for {Minutes:0} minutes.")]
    public static partial void QueuesOpened(ILogger log, int count, double minutes);

    [LoggerMessage(27, LogLevel.Warning,
        "Gets its work by long poll and tries the storage queues again in {Seconds:0} s: {Error}")]
    public static partial void QueuesGivenUp(ILogger log, double seconds, string error);

    [LoggerMessage(28, LogLevel.Warning,
        "A message of queue {Queue} that is of no use could not be set aside: {Error}")]
    public static partial void SetAsideFailed(ILogger log, string queue, string error);

    [LoggerMessage(34, LogLevel.Warning, "{WorkItemId} begins without the progress that was saved: {Error}")]
    public static partial void SnapshotNotRestored(ILogger log, string workItemId, string error);

    [LoggerMessage(35, LogLevel.Warning, "The files of the snapshot of {WorkItemId} stay on this machine: {Error}")]
    public static partial void SnapshotStaysHere(ILogger log, string workItemId, string error);

    [LoggerMessage(36, LogLevel.Warning, "The progress of {WorkItemId} could not be saved: {Error}")]
    public static partial void SnapshotFailed(ILogger log, string workItemId, string error);

    [LoggerMessage(37, LogLevel.Information, "{WorkItemId} waits for an answer; its slot is free.")]
    public static partial void Parked(ILogger log, string workItemId);

    [LoggerMessage(38, LogLevel.Information,
        "This machine slept, or its clock was set (by {Seconds:0} s; {Late:0} s late): everything is looked at anew.")]
    public static partial void ClockJumped(ILogger log, double seconds, double late);

    [LoggerMessage(39, LogLevel.Information, "{WorkItemId} waits no longer: it is over. Its files lie in {Folder}.")]
    public static partial void ParkedIsOver(ILogger log, string workItemId, string folder);

    [LoggerMessage(30, LogLevel.Warning, "Commands run without a sandbox. {Problem}")]
    public static partial void NoSandbox(ILogger log, string problem);

    [LoggerMessage(31, LogLevel.Warning, "There is no status page on port {Port}: {Error}")]
    public static partial void NoStatusPage(ILogger log, int port, string error);

    [LoggerMessage(32, LogLevel.Information, "The status page is on http://127.0.0.1:{Port}/.")]
    public static partial void StatusPageIsOn(ILogger log, int port);

    [LoggerMessage(33, LogLevel.Warning,
        "The whole output of {WorkItemId} was not taken, its end is reported without it: {Error}")]
    public static partial void OutputRefused(ILogger log, string workItemId, string error);
}
