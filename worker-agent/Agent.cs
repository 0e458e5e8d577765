using Microsoft.Extensions.Logging;
using Swarm.WorkerAgent.Execution;
using Swarm.WorkerAgent.Folders;
using Swarm.WorkerAgent.Heartbeats;
using Swarm.WorkerAgent.Joining;
using Swarm.WorkerAgent.Pulling;
using Swarm.WorkerAgent.Recovery;
using Swarm.WorkerAgent.Settings;
using Swarm.WorkerAgent.StatusPages;
using Swarm.WorkerAgent.Tools;
using Swarm.WorkerAgent.Wire;

namespace Swarm.WorkerAgent;

/// <summary>One life of the worker agent: recovers from the last one, works, drains, signs off.</summary>
internal sealed class Agent(
    AgentOptions options,
    DataFolder data,
    ControlPlaneClient client,
    ToolCatalogue tools,
    StatusPage statusPage,
    Enrolment enrolment,
    LastLife lastLife,
    WorkExecution execution,
    HeartbeatLoop heartbeats,
    PullLoop pulling,
    IReadOnlyList<Func<CancellationToken, Task>> loops,
    Patience patience,
    TimeProvider time,
    ILogger log)
    : IDisposable
{
    private static readonly TimeSpan SignOffLimit = TimeSpan.FromSeconds(5);

    /// <summary>Works until asked to drain; what runs then may finish within the deadline, or until aborted.</summary>
    /// <exception cref="EnrolmentException">This machine is no worker of the control plane (any more).</exception>
    public async Task RunAsync(CancellationToken drain, CancellationToken abort)
    {
        // What the last life left is ended before the control plane hears that its work items are free again.
        var spooled = await lastLife.RecoverAsync();
        await SignOnAsync(drain);

        using var stop = new CancellationTokenSource();
        var beating = heartbeats.RunAsync(stop.Token);
        Task[] looping = [beating, .. loops.Select(loop => loop(stop.Token))];
        var showing = statusPage.RunAsync(stop.Token);
        foreach (var (claim, item, folder, report) in spooled)
        {
            execution.Track(execution.ResumeAsync(claim, item, folder, report));
        }

        using var stopPulling = CancellationTokenSource.CreateLinkedTokenSource(drain);
        var pull = pulling.RunAsync(stopPulling.Token);
        try
        {
            // None of them ends by itself but by a fault or a refused key.
            await Task.WhenAny([pull, .. looping]);
            await stopPulling.CancelAsync();
            await pull.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await FinishWorkAsync(keyIsGone: beating.IsFaulted, abort);
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll([showing, .. looping]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        Rethrow([pull, .. looping]);
        await SignOffAsync();
    }

    public void Dispose()
    {
        pulling.Dispose();
        statusPage.Dispose();
        execution.Dispose();
    }

    private async Task SignOnAsync(CancellationToken cancellation)
    {
        var identity = await enrolment.EnterAsync(cancellation);
        try
        {
            await BeatAsync();
        }
        catch (ControlPlaneException e) when (e.IsUnauthenticated)
        {
            identity = await enrolment.JoinAsync(cancellation);
            await BeatAsync();
        }

        var offered = string.Join(',', tools.Usable);
        Logs.Started(log, identity.WorkerId, options.Url, options.UsedSlots, offered, data.Root, options.Seed);

        Task<bool> BeatAsync() => patience.CallAsync(
            "sign-on",
            async () =>
            {
                await heartbeats.BeatAsync(cancellation);
                return true;
            },
            cancellation,
            e => !e.IsUnauthenticated);
    }

    private async Task FinishWorkAsync(bool keyIsGone, CancellationToken abort)
    {
        var idle = execution.WhenIdleAsync();
        if (!keyIsGone)
        {
            Logs.Draining(log, options.DrainDeadline.TotalSeconds);
            heartbeats.AnnounceDraining();
            using var deadline = new CancellationTokenSource(options.DrainDeadline, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, abort);
            await idle.WaitAsync(either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (!idle.IsCompleted)
        {
            Logs.DrainOver(log);
            execution.Abandon();
            await idle;
        }
    }

    private async Task SignOffAsync()
    {
        var undelivered = lastLife.CountSpooledReports();
        if (undelivered > 0)
        {
            // Signing off would free their leases and have the work done twice.
            Logs.ReportsKept(log, undelivered);
            return;
        }

        using var limit = new CancellationTokenSource(SignOffLimit, time);
        try
        {
            await client.SignOffAsync(limit.Token);
            Logs.SignedOff(log);
        }
        catch (Exception e) when (e is ControlPlaneException or OperationCanceledException)
        {
            Logs.SignOffFailed(log, e.Message);
        }
    }

    private static void Rethrow(params Task[] loops)
    {
        var fault = loops.Select(loop => loop.Exception?.InnerException).FirstOrDefault(e => e is not null);
        if (fault is ControlPlaneException { IsUnauthenticated: true })
        {
            throw new EnrolmentException(
                "The control plane does not take this worker's key any more. Make a new join token and start the "
                + "worker with --token.",
                fault);
        }

        if (fault is not null)
        {
            throw new InvalidOperationException($"A loop of the worker agent failed: {fault.Message}", fault);
        }
    }
}
