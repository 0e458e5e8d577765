using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Swarm.Durable;
using Swarm.Durable.Converters;
using Swarm.Durable.Dispatch;
using Swarm.Durable.History;
using Swarm.Durable.Replay;
using Swarm.Durable.Stores;

namespace Swarm.Simulator;

/// <summary>What lies in a store: every history replays to the same decisions, and nothing is left behind.</summary>
internal sealed class StoreCheck(IDurableStore store, DurableTaskRegistry registry)
{
    private readonly TaskCatalog _catalog = new(registry, new ServiceCollection().BuildServiceProvider());

    private readonly ReplaySettings _settings = new(
        new PayloadConverter(JsonDataConverter.Default, 1024 * 1024), NullLoggerFactory.Instance, string.Empty);

    /// <summary>What is wrong, in sentences; nothing if all is well.</summary>
    /// <param name="isAtRest">Whether nothing is under way any more, also no activity that nobody awaits.</param>
    internal async Task<IReadOnlyList<string>> ListFaultsAsync(bool isAtRest)
    {
        var faults = new List<string>();
        foreach (InstanceRecord record in (await store.ListAsync(new InstanceQuery { PageSize = 10_000 })).Instances)
        {
            LoadedInstance loaded = (await store.LoadAsync(record.InstanceId))!;
            TurnRecord[] turns = [.. loaded.Turns.Select(row => RowCodec.DecodeTurn(row))];
            faults.AddRange(ListFaults(loaded, turns));
            faults.AddRange(await ListMissingChildrenAsync(record, turns));
            if (isAtRest && record.MustRecover)
            {
                faults.Add($"{record.InstanceId} has ended and still waits for an activity");
            }
        }

        return faults;
    }

    private IEnumerable<string> ListFaults(LoadedInstance loaded, TurnRecord[] turns)
    {
        InstanceRecord record = loaded.Record;
        if (turns.Length != record.Turns)
        {
            yield return $"{record.InstanceId} has {turns.Length} rows of history for {record.Turns} turns";
        }

        bool keepsInbox = record.Status == Swarm.Durable.Client.OrchestrationRuntimeStatus.Failed;
        if (record.HasEnded && ((loaded.Inbox.Count > 0 && !keepsInbox) || record.WakeAt is not null))
        {
            yield return $"{record.InstanceId} has ended and left {loaded.Inbox.Count} messages and the wake time "
                + $"'{record.WakeAt}'";
        }

        int empty = turns.Count(turn => turn.Inbound.Count == 0 && turn.Decisions.Count == 0);
        if (empty > 0)
        {
            yield return $"{record.InstanceId} stored {empty} turns in which nothing happened";
        }

        if (Replay(record, turns) is { } difference)
        {
            yield return $"{record.InstanceId} does not replay: {difference}";
        }
    }

    /// <summary>A turn is stored with the children that it started, or not at all.</summary>
    private async Task<IReadOnlyList<string>> ListMissingChildrenAsync(
        InstanceRecord record, IEnumerable<TurnRecord> turns)
    {
        var missing = new List<string>();
        foreach (SubOrchestrationCreated child in turns.SelectMany(turn => turn.Decisions)
            .OfType<SubOrchestrationCreated>())
        {
            if (await store.FindAsync(child.InstanceId, withPayloads: false) is null)
            {
                missing.Add($"{record.InstanceId} has started {child.InstanceId}, which is not there");
            }
        }

        return missing;
    }

    private string? Replay(InstanceRecord record, IEnumerable<TurnRecord> turns)
    {
        OrchestrationInfo info = TurnCommits.InfoOf(record);
        Func<ITaskOrchestrator> create = _catalog.FindOrchestrator(record.Name)!;
        var execution = new OrchestrationExecution(info, _settings, create, static () => { });
        try
        {
            foreach (TurnRecord turn in CountingHistory.Of(turns))
            {
                TurnResult result = execution.Play(turn.StartedAt, turn.Inbound, isReplaying: true, turn.Decisions);
                var recorded = new TurnResult(turn.Inbound.Count, turn.Decisions, turn.Completion, null);
                ReplayComparison.CompareExactly(info, turn, recorded, result);
            }

            return null;
        }
        catch (NonDeterministicOrchestrationException difference)
        {
            return difference.Message;
        }
    }
}
