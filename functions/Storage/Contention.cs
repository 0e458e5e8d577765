namespace Swarm.Functions.Storage;

/// <summary>Repeats a read-change-write until nobody wrote in between.</summary>
public static class Contention
{
    public const int MaxAttempts = 30;

    private const int AttemptsWithoutPause = 5;

    /// <summary>
    /// Calls <paramref name="attempt"/> until it gives a result; null says that somebody else wrote first.
    /// </summary>
    /// <exception cref="ContentionException">All attempts met another writer.</exception>
    public static async Task<T> RetryAsync<T>(string what, Func<Task<T?>> attempt, CancellationToken cancellation)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(attempt);
        for (var number = 1; number <= MaxAttempts; number++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (await attempt() is { } result)
            {
                return result;
            }

            if (number > AttemptsWithoutPause)
            {
                // Many writers on one row: stepping aside lets one of them finish.
                await Task.Delay(TimeSpan.FromMilliseconds(2 * number), TimeProvider.System, cancellation);
            }
        }

        throw new ContentionException(what, MaxAttempts);
    }
}
