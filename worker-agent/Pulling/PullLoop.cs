using System.Net;
using Microsoft.Extensions.Logging;
using Swarm.Contracts.Problems;
using Swarm.Contracts.WorkItems;
using Swarm.WorkerAgent.Execution;
using Swarm.WorkerAgent.Heartbeats;
using Swarm.WorkerAgent.Signals;
using Swarm.WorkerAgent.Tools;
using Swarm.WorkerAgent.Wire;

namespace Swarm.WorkerAgent.Pulling;

/// <summary>
/// While a slot is free: waits for a pointer, claims what it points to, and has it done. With no slot free it asks
/// for nothing.
/// </summary>
internal sealed class PullLoop(
    ControlPlaneClient client,
    PointerSource source,
    WorkExecution execution,
    ToolCatalogue tools,
    WarmMemory warm,
    int slots,
    bool isEphemeral,
    SeededRandom random,
    TimeProvider time,
    ILogger log)
    : IDisposable
{
    // A pointer whose claim cannot be sent comes back by itself after its visibility timeout (30 s).
    private const int MaxClaimTries = 8;

    private readonly SemaphoreSlim free = new(slots);
    private readonly Backoff pollBackoff = Backoff.ForNetwork(random.Create());

    private readonly Backoff faultBackoff =
        new(random.Create(), TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(1));

    /// <summary>
    /// Takes work until the token is cancelled, or one work item was done where that is all; what was taken by then
    /// goes on.
    /// </summary>
    public async Task RunAsync(CancellationToken drain)
    {
        while (true)
        {
            await free.WaitAsync(drain);
            WorkItemPointer? pointer = null;
            try
            {
                pointer = await PollAsync(drain);
            }
            finally
            {
                if (pointer is null)
                {
                    free.Release();
                }
            }

            if (pointer is null)
            {
                continue;
            }

            var handling = HandleAsync(pointer, drain);
            execution.Track(handling);
            if (isEphemeral && await handling.WaitAsync(drain))
            {
                return;
            }
        }
    }

    public void Dispose() => free.Dispose();

    private async Task<WorkItemPointer?> PollAsync(CancellationToken drain)
    {
        try
        {
            var usable = await tools.WaitForUsableAsync(drain);
            var pointer = await source.NextAsync(usable, drain);
            pollBackoff.Reset();
            return pointer;
        }
        catch (ControlPlaneException e)
        {
            var wait = pollBackoff.Next();
            Logs.RetryLater(log, "poll", wait.TotalSeconds, e.Message);
            await Task.Delay(wait, time, drain);
            return null;
        }
    }

    /// <summary>True when there was work under the pointer.</summary>
    private async Task<bool> HandleAsync(WorkItemPointer pointer, CancellationToken drain)
    {
        try
        {
            if (await ClaimAsync(pointer, drain) is not { } item)
            {
                return false;
            }

            await execution.RunAsync(item);
            warm.Remember(item);
            faultBackoff.Reset();
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A machine that cannot even keep a result (its disk is full, say) must not empty the queue: the slot
            // stays taken for a while.
            Logs.TaskFailed(log, e);
            await Task.Delay(faultBackoff.Next(), time, drain).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return true;
        }
        finally
        {
            free.Release();
        }
    }

    /// <summary>
    /// The work item under a lease of ours, or null. A claim that was sent is waited for even while draining begins,
    /// or a lease would be held by nobody.
    /// </summary>
    private async Task<WorkItem?> ClaimAsync(WorkItemPointer pointer, CancellationToken drain)
    {
        var backoff = Backoff.ForNetwork(random.Create());
        for (var tries = 1; tries <= MaxClaimTries && !drain.IsCancellationRequested; tries++)
        {
            try
            {
                var item = await client.ClaimAsync(pointer, CancellationToken.None);
                Logs.Claimed(log, item.Id, item.Token, item.Node, item.Tool);
                return item;
            }
            catch (ControlPlaneException e) when (e.IsTransient)
            {
                var wait = backoff.Next();
                Logs.RetryLater(log, "claim", wait.TotalSeconds, e.Message);
                await Task.Delay(wait, time, drain).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (ControlPlaneException e)
            {
                var isStale = e.Code == ProblemCodes.StalePointer || e.Status == HttpStatusCode.NotFound;
                Logs.ClaimRefused(log, isStale ? LogLevel.Debug : LogLevel.Warning, pointer.WorkItemId, e.Message);
                return null;
            }
        }

        return null;
    }
}
