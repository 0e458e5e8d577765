namespace Swarm.Core.Workflows;

/// <summary>How often a node is tried, and how long to wait in between.</summary>
public sealed record RetryPolicy
{
    public static readonly RetryPolicy None = new();

    /// <summary>All tries together: 1 means no retry.</summary>
    public int Attempts { get; init; } = 1;

    /// <summary>The wait before the second try.</summary>
    public TimeSpan Backoff { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait.</summary>
    public TimeSpan MaxBackoff { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>By what each wait is longer than the one before.</summary>
    public double Coefficient { get; init; } = 2;

    /// <summary>The failures after which it is tried again.</summary>
    /// <value>Null by default: all of which the worker does not say that another try would meet the same.</value>
    public IReadOnlyList<FailureKind>? On { get; init; }

    /// <summary>Whether another try follows one that has failed.</summary>
    /// <param name="attempt">Which one it was; the first is 1.</param>
    /// <param name="kind">How it failed; null when it could not even be asked for.</param>
    /// <param name="mayHelp">Whether another one may help, by what the worker says.</param>
    public bool AllowsAnotherAfter(int attempt, FailureKind? kind, bool mayHelp) =>
        AllowsAnotherAfter(attempt)
        && (On is null
            ? mayHelp
            : kind is { } known && On.Contains(known) && (mayHelp || known == FailureKind.Lost));

    /// <summary>Whether a try may follow the one that has just failed (the first is 1).</summary>
    public bool AllowsAnotherAfter(int attempt) => attempt < Attempts;

    /// <summary>The wait after the try that has just failed (the first is 1).</summary>
    public TimeSpan DelayAfter(int attempt)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(attempt, 1);
        var delay = Backoff.TotalMilliseconds * Math.Pow(Coefficient, attempt - 1);

        // Compared as double, since the power may be infinite, which TimeSpan cannot hold.
        return delay >= MaxBackoff.TotalMilliseconds ? MaxBackoff : TimeSpan.FromMilliseconds(delay);
    }
}
