using Swarm.Durable.History;

namespace Swarm.Durable.Replay;

/// <summary>
/// The turn with which a failed instance goes on: what came in after the last turn that stays is played once more, and
/// then what has come since.
/// </summary>
/// <param name="execution">The instance, with the turns that stay.</param>
/// <param name="context">Its context, whose turn has begun.</param>
/// <param name="plan">What is repeated.</param>
/// <param name="inbound">Takes what was played, in its order; then what was not.</param>
internal sealed class RewindTurn(
    OrchestrationExecution execution, OrchestrationContext context, RewindPlan plan, List<HistoryEvent> inbound)
{
    /// <summary>Answers to calls that have not been made again yet.</summary>
    private readonly Dictionary<int, HistoryEvent> _early = [];

    private readonly List<HistoryEvent> _unplayed = [];

    internal void Play(DateTime now, IEnumerable<HistoryEvent> arrived)
    {
        context.RepeatNumbers(plan.Rewound.NextTaskId, plan.FindNumber);
        inbound.Add(plan.Rewound);
        foreach (HistoryEvent item in plan.Repeated)
        {
            if (execution.HasEnded)
            {
                _unplayed.Add(item);
            }
            else if (CountingHistory.AnsweredTask(item) is { } call && !execution.Open.Has(call))
            {
                _early.TryAdd(call, item);
            }
            else
            {
                PlayWithAnswers(item);
            }
        }

        context.EndReplay();
        foreach (HistoryEvent item in arrived.Prepend(new ClockSet(now)))
        {
            if (execution.HasEnded)
            {
                _unplayed.Add(item);
            }
            else
            {
                PlayWithAnswers(item);
            }
        }
    }

    internal TurnResult Conclude()
    {
        HistoryEvent[] unplayed = [.. _early.Values, .. _unplayed];
        foreach (EventRaised raised in unplayed.OfType<EventRaised>().Intersect(plan.Repeated.OfType<EventRaised>()))
        {
            // It came before the instance failed. Should it continue as new, its next generation gets the event.
            context.Events.Keep(raised);
        }

        TurnResult result = execution.Conclude(inbound.Count, null);
        inbound.AddRange(unplayed);

        // Also those that had not failed: what they answered to an instance that had ended was dropped.
        return result.Completion is null
            ? result with
            {
                Rewound = [.. execution.Open.ListChildren(plan.Rewound.NextTaskId)],
                Recalled = [.. execution.Open.ListFailedOperations(plan)],
            }
            : result;
    }

    /// <summary>Plays an event, and the answers that were there before the code asked again.</summary>
    private void PlayWithAnswers(HistoryEvent item)
    {
        Play(item);
        while (!execution.HasEnded && FindAnswered() is { } ready)
        {
            _early.Remove(ready, out HistoryEvent? answer);
            Play(answer!);
        }
    }

    private int? FindAnswered() => _early.Keys.Where(execution.Open.Has).Order().Cast<int?>().FirstOrDefault();

    private void Play(HistoryEvent item)
    {
        inbound.Add(item);
        execution.Step(item);
    }
}
