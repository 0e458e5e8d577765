using System.Text.Json;
using Swarm.Durable.Stores;

namespace Swarm.Simulator;

/// <summary>Compares what ledgers hold with the plans: each entry once, and nothing against the rules.</summary>
internal sealed class LedgerCheck(IDurableStore store, IReadOnlyCollection<Plan> plans, Journal journal)
{
    private const int MaxLedgers = 1_000;

    /// <summary>What is wrong, in sentences; nothing if all is well.</summary>
    internal async Task<IReadOnlyList<string>> ListFaultsAsync()
    {
        EntityPage page = await store.ListEntitiesAsync(new EntityListQuery
        {
            IncludesTransient = true,
            WithState = true,
            PageSize = MaxLedgers,
        });
        Dictionary<string, LedgerState> ledgers = page.Entities.ToDictionary(
            entity => entity.EntityId,
            entity => entity.State is { } state ? JsonSerializer.Deserialize<LedgerState>(state)! : new LedgerState());
        return
        [
            .. page.Entities.Where(entity => entity.LockedBy is not null || entity.Backlog > 0).Select(entity =>
                $"{entity.EntityId} is left with {entity.Backlog} messages, locked by {entity.LockedBy}"),
            .. ledgers.SelectMany(ledger => ledger.Value.Faults.Select(fault => $"{ledger.Key}: {fault}")),
            .. ledgers.SelectMany(ledger => ListWrongEntries(ledger.Key, ledger.Value)),
            .. ledgers.SelectMany(ledger => ListWrongSignals(ledger.Key, ledger.Value)),
            .. ListPlanned()
                .Where(group => !ledgers.ContainsKey(group.Key))
                .Select(group => $"{group.Key} is not there"),
        ];
    }

    private ILookup<string, string> ListPlanned() => plans
        .SelectMany(plan => plan.ListEntries())
        .ToLookup(planned => Ledger.IdOf(planned.Ledger).ToString(), planned => planned.Entry);

    private static bool IsSignalled(string entry, string beginning) =>
        entry.StartsWith(beginning, StringComparison.Ordinal);

    /// <summary>What orchestrations noted is there once.</summary>
    private IEnumerable<string> ListWrongEntries(string id, LedgerState ledger)
    {
        string[] planned = [.. ListPlanned()[id]];
        string[] noted = [.. ledger.Entries.Where(entry => !IsSignalled(entry, Plan.UserMark))];
        return planned.Except(noted).Select(entry => $"{id} has lost {entry}")
            .Concat(noted.Except(planned).Select(entry => $"{id} has {entry}, which nobody was to tell it"))
            .Concat(noted.GroupBy(entry => entry).Where(group => group.Count() > 1)
                .Select(group => $"{id} was told {group.Key} {group.Count()} times"));
    }

    /// <summary>What a client signalled is there as often as it was told, and in order.</summary>
    private IEnumerable<string> ListWrongSignals(string id, LedgerState ledger)
    {
        foreach (PlannedEvent signals in plans.SelectMany(plan => plan.ListEvents())
            .Where(wanted => wanted.InstanceId == id))
        {
            string[] came = [.. ledger.Entries.Where(entry => IsSignalled(entry, $"{signals.Name}:"))];
            if (!came.SequenceEqual(came.Order(StringComparer.Ordinal)))
            {
                yield return $"{id} got signals of {signals.Name} out of order: {string.Join(' ', came)}";
            }

            foreach (string payload in signals.Payloads)
            {
                int count = came.Count(entry => entry == $"{signals.Name}:{payload}");
                int told = journal.CountOf(signals.Told(payload));
                int tried = journal.CountOf(signals.Tried(payload));
                if (count < told || count > tried)
                {
                    yield return $"{id} got {payload} of {signals.Name} {count} times; it was tried {tried} times and "
                        + $"told {told} times";
                }
            }
        }
    }
}
