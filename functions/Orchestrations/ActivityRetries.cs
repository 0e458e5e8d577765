namespace Swarm.Functions.Orchestrations;

/// <summary>How activities are repeated: they fail only when a store does, which mends itself in most cases.</summary>
internal static class ActivityRetries
{
    public const int MaxAttempts = 12;

    private static readonly TimeSpan s_first = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(2);

    public static TaskOptions Options() => Options(MaxAttempts);

    /// <summary>
    /// For what has to be done however long the store is away: nobody looks again if it is given up.
    /// </summary>
    public static TaskOptions UntilDone() => Options(int.MaxValue);

    private static TaskOptions Options(int maxAttempts) =>
        TaskOptions.FromRetryPolicy(new RetryPolicy(maxAttempts, s_first, backoffCoefficient: 2, s_longest));
}
