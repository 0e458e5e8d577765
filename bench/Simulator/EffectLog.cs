using Swarm.Durable.History;
using Swarm.Durable.Stores;

namespace Swarm.Simulator;

/// <summary>
/// What activities did to the world. One whose result is in a stored history must never run again, so at each crash the
/// counts of those are kept and compared at the end.
/// </summary>
internal sealed class EffectLog(Journal journal)
{
    private readonly Dictionary<string, int> _settled = [];

    /// <summary>The journal's lines of effects whose results were stored, with their counts at that time.</summary>
    internal IReadOnlyDictionary<string, int> SettledCounts => _settled;

    /// <summary>Whether the user has mended what an instance, or one of its children, fails of.</summary>
    internal bool IsMended(string instanceId) => journal.CountOf(Plan.Mended(instanceId.Split('.')[0])) > 0;

    internal void Note(string instanceId, string effect) => journal.Note(Line(instanceId, effect));

    internal async Task NoteSettledAsync(IDurableStore store)
    {
        foreach (InstanceRecord record in (await store.ListAsync(new InstanceQuery { PageSize = 10_000 })).Instances)
        {
            TurnRecord[] turns =
                [.. (await store.LoadAsync(record.InstanceId))!.Turns.Select(row => RowCodec.DecodeTurn(row))];
            ILookup<string, TaskScheduled> byEffect = turns
                .SelectMany(turn => turn.Decisions)
                .OfType<TaskScheduled>()
                .ToLookup(scheduled => Line(record.InstanceId, scheduled.Input!.Trim('"')));
            HashSet<int> ended = [.. turns.SelectMany(turn => turn.Inbound).Select(EndedTask).OfType<int>()];
            foreach (IGrouping<string, TaskScheduled> effect in byEffect.Where(Settled))
            {
                _settled.TryAdd(effect.Key, journal.CountOf(effect.Key));
            }

            // A failing activity is scheduled several times: while another attempt may come, nothing is settled.
            bool Settled(IGrouping<string, TaskScheduled> effect) =>
                effect.All(scheduled => scheduled.Name == "Do" && ended.Contains(scheduled.Id));
        }
    }

    /// <summary>What was done again after its result was stored.</summary>
    internal IEnumerable<string> ListRepeated() =>
        _settled.Where(effect => journal.CountOf(effect.Key) != effect.Value).Select(effect => effect.Key);

    internal int CountOf(string instanceId, string effect) => journal.CountOf(Line(instanceId, effect));

    /// <summary>The effects of an instance that begin so, without their beginning.</summary>
    internal IEnumerable<string> ListAfter(string instanceId, string beginning) =>
        journal.ListAfter(Line(instanceId, beginning));

    private static string Line(string instanceId, string effect) => $"did {instanceId} {effect}";

    private static int? EndedTask(HistoryEvent item) => item switch
    {
        TaskCompleted completed => completed.TaskId,
        TaskFailed failed => failed.TaskId,
        _ => null,
    };
}
