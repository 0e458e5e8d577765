using Microsoft.Extensions.Logging;
using Swarm.Contracts.DeadLetters;
using Swarm.Contracts.Statuses;

namespace Swarm.Functions;

/// <summary>
/// Every log message of the app. Event ids never change their meaning; 1000-1999 work, 2000-2999 runs.
/// </summary>
internal static partial class Logs
{
    private static readonly Func<ILogger, string, IDisposable?> s_requestScope =
        LoggerMessage.DefineScope<string>("trace {TraceId}");

    /// <summary>Everything logged inside carries the request's trace id.</summary>
    public static IDisposable? RequestScope(ILogger logger, string traceId) => s_requestScope(logger, traceId);

    [LoggerMessage(1000, LogLevel.Debug, "{Function} refused a request: {Status} {Code}, {Detail}")]
    public static partial void RequestRefused(ILogger logger, string function, int status, string code, string detail);

    [LoggerMessage(1001, LogLevel.Warning, "{Function} gave up against other writers")]
    public static partial void RequestContended(ILogger logger, string function, Exception exception);

    [LoggerMessage(1002, LogLevel.Error, "{Function} failed; trace {TraceId}")]
    public static partial void RequestFailed(ILogger logger, string function, string traceId, Exception exception);

    [LoggerMessage(1003, LogLevel.Warning, "{Function} could not reach a storage account")]
    public static partial void StorageAway(ILogger logger, string function, Exception exception);

    [LoggerMessage(1010, LogLevel.Warning, "Nothing here knows the pending effect '{Kind}' of row {RowKey}")]
    public static partial void PendingKindUnknown(ILogger logger, string kind, string rowKey);

    [LoggerMessage(
        1011,
        LogLevel.Error,
        "The pending effect '{Kind}' of row {RowKey} failed {Failures} time(s) in a row")]
    public static partial void PendingFailed(
        ILogger logger, string kind, string rowKey, int failures, Exception exception);

    [LoggerMessage(
        1020,
        LogLevel.Information,
        "The lease of worker {WorkerId} on work item {WorkItemId} under token {Token} has ended; it is {Status} now")]
    public static partial void LeaseReleased(
        ILogger logger, string workItemId, string workerId, long token, WorkItemStatus status);

    [LoggerMessage(
        1021,
        LogLevel.Error,
        "The lease of worker {WorkerId} on work item {WorkItemId} could not be settled")]
    public static partial void LeaseNotSettled(
        ILogger logger, string workItemId, string workerId, Exception exception);

    [LoggerMessage(1022, LogLevel.Error, "The leases of worker {WorkerId} could not be looked at")]
    public static partial void LeasesNotSettled(ILogger logger, string workerId, Exception exception);

    [LoggerMessage(
        1025,
        LogLevel.Error,
        "A message of queue {Queue}, taken {Takes} time(s), is no pointer to work or cannot be claimed; it lies in "
            + "{Queue}-poison now")]
    public static partial void MessagePoisoned(ILogger logger, string queue, long takes);

    [LoggerMessage(1023, LogLevel.Information, "Dead letter {DeadLetterId} was settled as {Status} by {By}")]
    public static partial void DeadLetterSettled(
        ILogger logger, string deadLetterId, DeadLetterStatus status, string? by);

    [LoggerMessage(1026, LogLevel.Debug, "Content {Hash} of {Bytes} bytes is removed: no run refers to it")]
    public static partial void ContentRemoved(ILogger logger, string hash, long bytes);

    [LoggerMessage(1030, LogLevel.Warning, "The {Dependency} is not healthy")]
    public static partial void DependencyUnhealthy(ILogger logger, string dependency, Exception exception);

    [LoggerMessage(1040, LogLevel.Error, "Row '{PartitionKey}' / '{RowKey}' cannot be read and is left out")]
    public static partial void RowUnreadable(
        ILogger logger, string partitionKey, string rowKey, Exception exception);

    [LoggerMessage(2010, LogLevel.Information, "Run {RunId} ended at {End:u} and is removed: it was kept long enough")]
    public static partial void RunRemoved(ILogger logger, string runId, DateTimeOffset end);

    [LoggerMessage(2000, LogLevel.Information, "Run {RunId} of {Workflow} was made as number {Number}")]
    public static partial void RunMade(ILogger logger, string runId, string workflow, int number);

    [LoggerMessage(2001, LogLevel.Information, "Run {RunId} has ended: {Status}")]
    public static partial void RunEnded(ILogger logger, string runId, RunStatus status);

    [LoggerMessage(2005, LogLevel.Information, "Run {RunId} begins attempt {Attempt}")]
    public static partial void RunRetried(ILogger logger, string runId, int attempt);

    [LoggerMessage(2002, LogLevel.Error, "Run {RunId} was ended by a fault: {Reason}")]
    public static partial void RunFaulted(ILogger logger, string runId, string? reason);

    [LoggerMessage(2003, LogLevel.Warning, "Run {RunId} was stored and perhaps not started; it is started again")]
    public static partial void StartRedone(ILogger logger, string runId);

    [LoggerMessage(2004, LogLevel.Warning, "Run {RunId} was to be cancelled and perhaps not told; it is told again")]
    public static partial void CancelRedone(ILogger logger, string runId);
}
