using Swarm.Durable.Dispatch;
using Swarm.Durable.Entities;

namespace Swarm.Durable.History;

/// <summary>Turns exceptions into recorded failures, bounded so that no failure can blow up a history.</summary>
internal static class FailureRecorder
{
    internal const int MaxDepth = 16;
    internal const int MaxMessageChars = 16 * 1024;
    internal const int MaxStackTraceChars = 8 * 1024;

    internal static TaskFailureDetails Record(Exception exception) => Record(exception, MaxDepth);

    private static TaskFailureDetails Record(Exception exception, int depthLeft)
    {
        TaskFailureDetails? inner = null;
        if (depthLeft > 1)
        {
            // The failure of a task or operation that the orchestrator let escape is the cause of its own.
            inner = exception is TaskFailedException failed ? failed.FailureDetails
                : exception is EntityOperationFailedException operation ? operation.FailureDetails
                : exception.InnerException is { } cause ? Record(cause, depthLeft - 1)
                : null;
        }

        return new TaskFailureDetails(
            TypeOf(exception),
            Cut(exception.Message, MaxMessageChars),
            exception.StackTrace is { } trace ? Cut(trace, MaxStackTraceChars) : null,
            inner,
            null);
    }

    private static string TypeOf(Exception exception) => exception switch
    {
        TaskNotFoundException missing => missing.FailureType,
        VersionMismatchException => FailureTypes.VersionMismatch,
        _ => FailureTypes.NameOf(exception.GetType()),
    };

    private static string Cut(string text, int maxChars) =>
        text.Length <= maxChars ? text : string.Concat(text.AsSpan(0, maxChars), "... (cut)");
}
