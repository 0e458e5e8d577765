namespace Swarm.Cli.Api;

/// <summary>Asks again while a control plane that we keep alive ourselves is away.</summary>
internal sealed class Patience(TimeProvider time)
{
    private const int Tries = 40;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>Calls until there is an answer. The call must be harmless when it is repeated.</summary>
    public async Task<T> AskAsync<T>(Func<Task<T>> call, CancellationToken cancellation)
    {
        for (var left = Tries; ; left--)
        {
            try
            {
                return await call();
            }
            catch (Exception e) when (left > 0
                && (e is ControlPlaneUnreachableException || e is ApiException { IsPassing: true }))
            {
                await Task.Delay(Pause, time, cancellation);
            }
        }
    }
}
