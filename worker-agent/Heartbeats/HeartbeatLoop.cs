using Microsoft.Extensions.Logging;
using Swarm.Contracts.Workers;
using Swarm.WorkerAgent.Claims;
using Swarm.WorkerAgent.Signals;
using Swarm.WorkerAgent.Tools;
using Swarm.WorkerAgent.Wire;

namespace Swarm.WorkerAgent.Heartbeats;

/// <summary>
/// Tells the control plane that this worker lives and what it holds: every lease lives by it. A lost connection does
/// not end work by itself; what the control plane says when it is back decides.
/// </summary>
internal sealed class HeartbeatLoop(
    ControlPlaneClient client,
    HeldWork held,
    ToolCatalogue tools,
    int slots,
    MachineLoad load,
    Backoff backoff,
    TimeProvider time,
    ILogger log)
{
    public static readonly TimeSpan BusyInterval = TimeSpan.FromSeconds(5);
    public static readonly TimeSpan IdleInterval = TimeSpan.FromSeconds(30);

    // Claims that come close together are listed together.
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(500);

    private IReadOnlyList<HeldWorkItem> listed = [];
    private long sequence;
    private volatile bool draining;

    /// <summary>
    /// From now on heartbeats say that the worker takes no more work; the first of them goes at once.
    /// </summary>
    public void AnnounceDraining()
    {
        draining = true;
        held.DemandHeartbeat();
    }

    /// <summary>Beats until cancelled.</summary>
    /// <exception cref="ControlPlaneException">The worker's key is refused.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                await WaitUntilDueAsync(cancellation);
                await BeatAsync(cancellation);
                backoff.Reset();
            }
            catch (ControlPlaneException e) when (!e.IsUnauthenticated)
            {
                var wait = backoff.Next();
                Logs.RetryLater(log, "heartbeat", wait.TotalSeconds, e.Message);
                await Task.Delay(wait, time, cancellation);
                held.DemandHeartbeat();
            }
        }
    }

    /// <summary>One heartbeat and what its answer asks for.</summary>
    public async Task BeatAsync(CancellationToken cancellation)
    {
        var request = load.Fill(new HeartbeatRequest
        {
            Sequence = ++sequence,
            ProcessId = client.ProcessId,
            Held = held.List(),
            Used = held.ListUsed(),

            // They come and go, and it may have been started with others than those that it joined with.
            Tools = tools.Usable,
            ToolStates = tools.States,
            Slots = slots,
            Draining = draining,
        });
        var answer = await client.HeartbeatAsync(request, cancellation);
        listed = request.Held;
        held.End(answer.Lost, request.Held, EndReason.LeaseLost);
        held.End(answer.Cancel, request.Held, EndReason.Cancelled);
    }

    /// <summary>
    /// Waits for the interval, less when somebody demands a heartbeat, and less when a claim is new: until a heartbeat
    /// has listed it, the control plane waits a whole lease before it takes it from a worker that was killed.
    /// </summary>
    private async Task WaitUntilDueAsync(CancellationToken cancellation)
    {
        var since = time.GetTimestamp();
        while (!held.TakeUrgency())
        {
            var isNew = held.List().Except(listed).Any();
            var due = (held.IsEmpty ? IdleInterval : BusyInterval) - time.GetElapsedTime(since);
            var wait = isNew && due > Gathering ? Gathering : due;
            var woken = await held.ForHeartbeat.WaitAsync(wait, time, cancellation);

            // Whoever is done already need not be listed first.
            if (!woken && (wait == due || held.List().Except(listed).Any()))
            {
                return;
            }
        }
    }
}
