using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Swarm.Durable.History;
using Swarm.Durable.Stores;
using Swarm.Durable.Telemetry;

namespace Swarm.Durable.Dispatch;

/// <summary>
/// Takes instances that have something to do, plays a turn of each and commits it. Playing takes a worker; waiting for
/// the commit does not, so that many instances share one.
/// </summary>
internal sealed class OrchestrationDispatcher(
    IDurableStore store,
    InstanceTable instances,
    TurnPlayer player,
    TurnEffects effects,
    TurnTelemetry telemetry,
    VersionPolicy versions,
    EngineThreads threads,
    TimeProvider time,
    ILogger logger)
{
    // Bounded by the number of live instances: each is in it once at most.
    private readonly Channel<LiveInstance> _ready = Channel.CreateUnbounded<LiveInstance>();
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task[] _workers = [];
    private int _commitsUnderWay = 1;

    /// <summary>How many instances wait for a turn.</summary>
    internal int QueueLength => _ready.Reader.Count;

    internal void Start(int workers) =>
        _workers = [.. Enumerable.Range(0, workers).Select(_ => threads.RunAsync(WorkAsync))];

    internal void Enqueue(LiveInstance live) => _ready.Writer.TryWrite(live);

    /// <summary>Plays no more turns and waits for the commits that are under way.</summary>
    internal async Task StopAsync()
    {
        _ready.Writer.TryComplete();
        await Task.WhenAll(_workers);
        ReleaseCommit();
        await _idle.Task;
    }

    private async Task WorkAsync()
    {
        ChannelReader<LiveInstance> reader = _ready.Reader;
        while (await reader.WaitToReadAsync())
        {
            while (reader.TryRead(out LiveInstance? live))
            {
                await RunTurnAsync(live);
            }
        }
    }

    private async ValueTask RunTurnAsync(LiveInstance live)
    {
        PlayedTurn? turn;
        try
        {
            if (live.Record is { HasEnded: true } && live.IsRewindRequested)
            {
                live.Revive();
            }

            if (live.Record is null && !await LoadAsync(live))
            {
                return;
            }

            if (IsRejected(live))
            {
                // It is left as it is stored. Whatever stirs next brings it here again, in vain; nothing else does.
                instances.Remove(live);
                logger.VersionRejected(live.InstanceId, live.Record!.Version);
                return;
            }

            turn = player.Play(live);
        }
        catch (Exception exception)
        {
            live.Unload([]);
            TryAgainLater(live, exception);
            return;
        }

        if (turn is null)
        {
            Rest(live);
            return;
        }

        Interlocked.Increment(ref _commitsUnderWay);
        _ = CommitAsync(telemetry.Begin(turn));
    }

    private bool IsRejected(LiveInstance live) =>
        live.Execution is null
        && live.Record is { HasEnded: false } record
        && versions.Rejects(record.Version)
        && !live.Holds<ExecutionTerminated>();

    private async Task<bool> LoadAsync(LiveInstance live)
    {
        LoadedInstance? loaded = await store.LoadAsync(live.InstanceId);
        bool hasStrays = loaded is { Record: { HasEnded: true, MustRecover: true } } && live.MustRestartActivities;
        if (loaded is null || loaded.Record.Key != live.Key || (loaded.Record.HasEnded && !hasStrays))
        {
            Forget(live);
            return false;
        }

        TurnRecord[] turns = [.. loaded.Turns.Select(row => RowCodec.DecodeTurn(row))];
        live.Load(loaded.Record, turns, loaded.Inbox.Select(InstanceMessage.Read), loaded.LastMessageId);
        if (hasStrays)
        {
            effects.RestartStrays(live, StrayActivities.Find(live.History));
        }

        return true;
    }

    private async Task CommitAsync(PlayedTurn turn)
    {
        LiveInstance live = turn.Instance;
        try
        {
            TurnOutcome outcome = await store.CommitAsync(turn.Commit);
            if (outcome.IsCommitted)
            {
                live.FailedTurns = 0;
                telemetry.Tell(turn);
                effects.Apply(turn, outcome);
            }
            else
            {
                logger.TurnRefused(live.InstanceId);
                instances.Remove(live);
            }
        }
        catch (Exception exception)
        {
            // The orchestrator in memory has gone further than the store. It is replayed from what is stored; results
            // of activities that the turn took are given to it again.
            live.Unload(turn.Taken);
            TryAgainLater(live, exception);
        }
        finally
        {
            ReleaseCommit();
        }
    }

    private void Rest(LiveInstance live)
    {
        if (!live.Record!.HasEnded)
        {
            effects.Rest(live);
        }
        else if (live.Strays is { IsEmpty: false })
        {
            instances.EndTurn(live, mayLeave: false);
        }
        else
        {
            Interlocked.Increment(ref _commitsUnderWay);
            _ = SettleAsync(live);
        }
    }

    /// <summary>The last activity of an ended instance has ended.</summary>
    private async Task SettleAsync(LiveInstance live)
    {
        try
        {
            if (live.Record!.MustRecover)
            {
                await store.SettleAsync(live.Key, live.Record.Turns);
            }

            Forget(live);
        }
        catch (Exception exception)
        {
            TryAgainLater(live, exception);
        }
        finally
        {
            ReleaseCommit();
        }
    }

    /// <summary>Lets an ended instance leave; one that was rewound meanwhile comes back from the store.</summary>
    private void Forget(LiveInstance live)
    {
        instances.Remove(live);
        if (live.IsRewindRequested)
        {
            instances.Post(live.InstanceId, live.Key, null);
        }
    }

    private void TryAgainLater(LiveInstance live, Exception exception)
    {
        live.FailedTurns++;
        TimeSpan delay = RetryTimer.DelayAfter(live.FailedTurns);
        logger.TurnFailed(live.InstanceId, live.FailedTurns, delay, exception);
        RetryTimer.Start(time, delay, () => Enqueue(live));
    }

    private void ReleaseCommit()
    {
        if (Interlocked.Decrement(ref _commitsUnderWay) == 0)
        {
            _idle.TrySetResult();
        }
    }
}
