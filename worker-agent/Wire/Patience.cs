using Microsoft.Extensions.Logging;
using Swarm.WorkerAgent.Signals;

namespace Swarm.WorkerAgent.Wire;

/// <summary>
/// Calls the control plane until it answers, however long it is away, with growing and jittered waits between.
/// </summary>
internal sealed class Patience(SeededRandom random, TimeProvider time, ILogger log)
{
    /// <summary>The first answer.</summary>
    /// <param name="what">What is tried, for the agent's own log.</param>
    /// <param name="call">One try.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <param name="isWorthAnother">Failures to wait out; by default those that pass by themselves.</param>
    /// <exception cref="ControlPlaneException">The control plane refused for good.</exception>
    public async Task<T> CallAsync<T>(
        string what,
        Func<Task<T>> call,
        CancellationToken cancellation,
        Func<ControlPlaneException, bool>? isWorthAnother = null)
    {
        var backoff = Backoff.ForNetwork(random.Create());
        while (true)
        {
            try
            {
                return await call();
            }
            catch (ControlPlaneException e) when (isWorthAnother?.Invoke(e) ?? e.IsTransient)
            {
                var wait = backoff.Next();
                Logs.RetryLater(log, what, wait.TotalSeconds, e.Message);
                await Task.Delay(wait, time, cancellation);
            }
        }
    }
}
