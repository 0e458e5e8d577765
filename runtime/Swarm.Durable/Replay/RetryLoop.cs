using Swarm.Durable.History;

namespace Swarm.Durable.Replay;

/// <summary>Tries a task again as its options say. The waits between are durable timers.</summary>
internal static class RetryLoop
{
    internal static async Task<T> RunAsync<T>(
        TaskOrchestrationContext context, TaskRetryOptions retry, Func<Task<T>> attempt)
    {
        DateTime firstAttempt = context.CurrentUtcDateTime;
        for (int number = 1; ; number++)
        {
            try
            {
                return await attempt();
            }
            catch (TaskFailedException failed)
            {
                if (!await MayTryAgainAsync(context, retry, failed, number, firstAttempt))
                {
                    throw;
                }
            }
        }
    }

    private static async Task<bool> MayTryAgainAsync(
        TaskOrchestrationContext context,
        TaskRetryOptions retry,
        TaskFailedException failed,
        int attempt,
        DateTime firstAttempt)
    {
        if (failed.FailureDetails.ErrorType
            is FailureTypes.ActivityNotFound or FailureTypes.OrchestratorNotFound or FailureTypes.VersionMismatch)
        {
            // Code that is not there will not be there at the next attempt either, nor will the version be another.
            return false;
        }

        TimeSpan elapsed = context.CurrentUtcDateTime - firstAttempt;
        if (retry.Handler is { } handler)
        {
            return await handler(new RetryContext(context, attempt, failed.FailureDetails, elapsed, default));
        }

        RetryPolicy policy = retry.Policy!;
        if (attempt >= policy.MaxNumberOfAttempts
            || (policy.RetryTimeout != Timeout.InfiniteTimeSpan && elapsed >= policy.RetryTimeout)
            || !policy.Handle(failed))
        {
            return false;
        }

        await context.CreateTimer(WaitBefore(policy, attempt), CancellationToken.None);
        return true;
    }

    private static TimeSpan WaitBefore(RetryPolicy policy, int attempt)
    {
        double milliseconds =
            policy.FirstRetryInterval.TotalMilliseconds * Math.Pow(policy.BackoffCoefficient, attempt - 1);
        TimeSpan longest = policy.MaxRetryInterval == Timeout.InfiniteTimeSpan
            ? TimeSpan.MaxValue
            : policy.MaxRetryInterval;
        return milliseconds < longest.TotalMilliseconds ? TimeSpan.FromMilliseconds(milliseconds) : longest;
    }
}
