using Swarm.Durable.Client;
using Swarm.Durable.History;
using Swarm.Durable.Replay;
using Swarm.Durable.Stores;
using Swarm.Durable.Telemetry;

namespace Swarm.Durable.Dispatch;

/// <summary>Plays the next turn of an instance in memory. It stores nothing and sends nothing.</summary>
internal sealed class TurnPlayer
{
    /// <summary>Stores number the turns of a generation in 24 bits.</summary>
    internal const int MaxTurns = (1 << 24) - 1;

    private readonly TaskCatalog _catalog;
    private readonly VersionPolicy _versions;
    private readonly ReplaySettings _settings;
    private readonly InstanceTable _instances;
    private readonly TimeProvider _time;
    private readonly DurableEngineOptions _options;
    private readonly TurnTelemetry _telemetry;
    private readonly RewindPlayer _rewinds;

    internal TurnPlayer(
        TaskCatalog catalog,
        VersionPolicy versions,
        ReplaySettings settings,
        InstanceTable instances,
        TimeProvider time,
        DurableEngineOptions options,
        TurnTelemetry telemetry)
    {
        _catalog = catalog;
        _versions = versions;
        _settings = settings;
        _instances = instances;
        _time = time;
        _options = options;
        _telemetry = telemetry;
        _rewinds = new RewindPlayer(this);
    }

    /// <summary>Plays a turn; null if there is nothing to do.</summary>
    internal PlayedTurn? Play(LiveInstance live)
    {
        InstanceRecord record = live.Record!;

        // One that has failed and is to go on must find the wish to rewind it, behind what else is there.
        bool isRewound = live.History is [.., { Completion: not null }];
        List<InstanceMessage> taken = live.Take(isRewound ? int.MaxValue : _options.MaxMessagesPerTurn);
        if (record.HasEnded)
        {
            if (taken.Exists(message => message.Event is RewindRequested))
            {
                // It came after the dispatcher had looked: the instance is loaded anew, and then it counts.
                live.PutBack(taken);
                return null;
            }

            // Results that nobody awaits; what was stored went with the commit that ended the instance.
            live.Strays?.NoteResults(taken.Where(message => message.Generation == record.Generation));
            return null;
        }

        DateTimeOffset now = _time.GetUtcNow();
        int rewind = taken.FindIndex(message => message.Event is RewindRequested);
        int firstValid = Math.Max(rewind, 0);
        if (taken.FindIndex(firstValid, message => message.Event is ExecutionTerminated) >= 0)
        {
            return Terminate(live, [.. live.Deferred, .. taken.Skip(firstValid)], now);
        }

        bool isFirstTurn = record.Turns == 0;
        if (isFirstTurn && record.WakeAt > now)
        {
            live.Deferred.AddRange(taken);
            return null;
        }

        if (live.Deferred.Count > 0)
        {
            taken.InsertRange(0, live.Deferred);
            live.Deferred.Clear();
        }

        try
        {
            return live.Relocking is not null ? _rewinds.GoOn(live, taken, now)
                : rewind >= 0 ? _rewinds.Begin(live, taken, rewind, now)
                : PlayCode(live, taken, now, isFirstTurn);
        }
        catch
        {
            // Stored messages are read again; results of activities are nowhere else.
            live.PutBack([.. taken.Where(message => !message.IsStored)]);
            throw;
        }
    }

    private PlayedTurn? PlayCode(LiveInstance live, List<InstanceMessage> taken, DateTimeOffset now, bool isFirstTurn)
    {
        InstanceRecord record = live.Record!;
        var inbound = new List<HistoryEvent>(taken.Count + 1);
        if (isFirstTurn)
        {
            inbound.Add(new ExecutionStarted(record.Name, record.Version));
        }

        inbound.AddRange(ListPlayable(record, taken));
        TurnResult result;
        try
        {
            DemandRoomForTurn(record);
            OrchestrationExecution execution = GetExecution(live);
            execution.Open.TakeDueTimers(now.UtcDateTime, inbound);
            if (inbound.Count == 0 && !execution.HasForeignWork && !taken.Exists(message => message.IsStored))
            {
                return null;
            }

            result = execution.Play(now.UtcDateTime, inbound);
            CheckReplay(live, now, inbound, result);
        }
        catch (Exception exception) when (IsFatal(exception))
        {
            // Its code is in no state that history knows: what it decided in this turn is not carried out.
            live.Execution = null;
            var failure = ExecutionCompleted.Failed(FailureRecorder.Record(exception));
            result = new TurnResult(inbound.Count, [], failure, null);
        }

        return TurnCommits.Describe(live, taken, inbound, now, result);
    }

    /// <summary>A result for an earlier generation is consumed without being played.</summary>
    internal static IEnumerable<HistoryEvent> ListPlayable(
        InstanceRecord record, IEnumerable<InstanceMessage> taken) => taken
        .Where(message => message.Generation == RowCodec.AnyGeneration || message.Generation == record.Generation)
        .Select(message => message.Event);

    internal static bool IsFatal(Exception exception) => exception
        is NonDeterministicOrchestrationException
        or TaskNotFoundException
        or VersionMismatchException
        or HistoryFullException;

    internal static void DemandRoomForTurn(InstanceRecord record)
    {
        if (record.Turns >= MaxTurns)
        {
            throw new HistoryFullException(record.InstanceId, record.Name);
        }
    }

    /// <summary>Ends the instance without running its code: it must end even if its code cannot be replayed.</summary>
    private static PlayedTurn Terminate(LiveInstance live, List<InstanceMessage> taken, DateTimeOffset now)
    {
        int index = taken.FindIndex(message => message.Event is ExecutionTerminated);
        HistoryEvent[] inbound = [.. taken.Take(index + 1).Select(message => message.Event)];
        var terminated = (ExecutionTerminated)inbound[^1];
        var completion = new ExecutionCompleted(OrchestrationRuntimeStatus.Terminated, terminated.Output, null);
        var result = new TurnResult(inbound.Length, [], completion, null);
        return TurnCommits.Describe(live, taken, inbound, now, result);
    }

    /// <summary>The code in memory, brought to where history has it.</summary>
    internal OrchestrationExecution GetExecution(LiveInstance live)
    {
        if (live.Execution is { } existing)
        {
            return existing;
        }

        if (live.History.Count > 0)
        {
            _telemetry.CountReplay(live.InstanceId);
        }

        OrchestrationExecution execution = Create(live, () => _instances.Post(live.InstanceId, live.Key, null));
        foreach (TurnRecord turn in live.History)
        {
            execution.Replay(turn);
        }

        if (!_options.ChecksReplay)
        {
            live.History.Clear();
        }

        return live.Execution = execution;
    }

    internal OrchestrationExecution Create(LiveInstance live, Action foreignWorkArrived)
    {
        InstanceRecord record = live.Record!;
        _versions.Demand(record.Version);
        Func<ITaskOrchestrator> create = _catalog.FindOrchestrator(record.Name)
            ?? throw new TaskNotFoundException("orchestrator", record.Name, FailureTypes.OrchestratorNotFound);
        return new OrchestrationExecution(TurnCommits.InfoOf(record), _settings, create, foreignWorkArrived);
    }

    internal void CheckReplay(LiveInstance live, DateTimeOffset now, List<HistoryEvent> inbound, TurnResult result)
    {
        if (!_options.ChecksReplay || live.Execution!.IsOutOfTurn)
        {
            return;
        }

        OrchestrationExecution again = Create(live, static () => { });
        foreach (TurnRecord turn in live.History)
        {
            again.Replay(turn);
        }

        HistoryEvent[] played = [.. inbound.Take(result.PlayedCount)];
        var record = new TurnRecord(now.UtcDateTime, played, result.Decisions, result.Completion);
        TurnResult repeated = again.Play(now.UtcDateTime, played, isReplaying: true, result.Decisions);
        ReplayComparison.CompareExactly(TurnCommits.InfoOf(live.Record!), record, result, repeated);
    }
}
