using Swarm.Durable.History;

namespace Swarm.Durable.Dispatch;

/// <summary>
/// Activities that were still running when their instance ended, because it did not await them. They were promised like
/// all others: the instance is kept in mind until the last has ended, so that a restart runs what was cut off.
/// </summary>
internal sealed class StrayActivities(IEnumerable<TaskScheduled> running)
{
    private readonly Dictionary<int, TaskScheduled> _running = running.ToDictionary(scheduled => scheduled.Id);

    internal bool IsEmpty => _running.Count == 0;

    internal IReadOnlyCollection<TaskScheduled> Running => _running.Values;

    /// <summary>What the history of an ended instance shows as scheduled and without a result.</summary>
    internal static StrayActivities Find(IReadOnlyList<TurnRecord> history)
    {
        HashSet<int> ended = [.. history.SelectMany(turn => turn.Inbound).Select(EndedTask).OfType<int>()];
        return new StrayActivities(history
            .SelectMany(turn => turn.Decisions)
            .OfType<TaskScheduled>()
            .Where(scheduled => !ended.Contains(scheduled.Id)));
    }

    internal void NoteResults(IEnumerable<InstanceMessage> messages)
    {
        foreach (InstanceMessage message in messages)
        {
            if (EndedTask(message.Event) is { } id)
            {
                _running.Remove(id);
            }
        }
    }

    private static int? EndedTask(HistoryEvent item) => item switch
    {
        TaskCompleted completed => completed.TaskId,
        TaskFailed failed => failed.TaskId,
        _ => null,
    };
}
