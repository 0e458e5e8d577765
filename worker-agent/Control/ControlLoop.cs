using Microsoft.Extensions.Logging;
using Swarm.Contracts.Workers;
using Swarm.WorkerAgent.Claims;
using Swarm.WorkerAgent.Signals;
using Swarm.WorkerAgent.Wire;

namespace Swarm.WorkerAgent.Control;

/// <summary>
/// Keeps one long poll for cancellations open while the worker holds anything. Whatever it misses, the next heartbeat
/// tells within five seconds.
/// </summary>
internal sealed class ControlLoop(
    ControlPlaneClient client, HeldWork held, Backoff backoff, TimeProvider time, ILogger log)
{
    // A burst of claims opens the poll anew once, not once per claim.
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(250);

    public async Task RunAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var asked = held.ListRunning();
            if (asked.Count == 0)
            {
                await held.ForControl.WaitAsync(cancellation);
                continue;
            }

            try
            {
                await ListenAsync(asked, cancellation);
                backoff.Reset();
            }
            catch (ControlPlaneException e)
            {
                var wait = backoff.Next();
                Logs.RetryLater(log, "control poll", wait.TotalSeconds, e.Message);
                await Task.Delay(wait, time, cancellation);
            }
        }
    }

    /// <summary>One poll; given up when a claim came that it does not speak of.</summary>
    private async Task ListenAsync(IReadOnlyList<HeldWorkItem> asked, CancellationToken cancellation)
    {
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var poll = client.ControlAsync(new HeartbeatRequest { Sequence = 0, Held = asked }, giveUp.Token);
        var gained = WaitForGainAsync(giveUp.Token);
        await Task.WhenAny(poll, gained);
        await giveUp.CancelAsync();
        await gained.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            var answer = await poll;
            held.End(answer?.Cancel ?? [], asked, EndReason.Cancelled);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // Opened anew with the claims of now.
        }
    }

    private async Task WaitForGainAsync(CancellationToken cancellation)
    {
        await held.ForControl.WaitAsync(cancellation);
        await Task.Delay(Gathering, time, cancellation);
    }
}
