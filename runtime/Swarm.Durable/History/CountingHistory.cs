namespace Swarm.Durable.History;

/// <summary>
/// The turns of a history that count. Rows are never changed: a turn that rewinds the instance takes the place of those
/// that it repeats, which stay stored to be read.
/// </summary>
internal static class CountingHistory
{
    internal static List<TurnRecord> Of(IEnumerable<TurnRecord> turns)
    {
        var counting = new List<TurnRecord>();
        foreach (TurnRecord turn in turns)
        {
            if (turn.Inbound is [ExecutionRewound rewound, ..])
            {
                counting.RemoveRange(rewound.KeptTurns, counting.Count - rewound.KeptTurns);
            }

            if (!IsRelocking(turn, hasFailed: counting is [.., { Completion: not null }]))
            {
                counting.Add(turn);
            }
        }

        return counting;
    }

    /// <summary>
    /// Whether a turn takes locks again for a rewind that is still to come. It is the engine's own: no code played it.
    /// </summary>
    /// <param name="turn">The turn.</param>
    /// <param name="hasFailed">Whether the instance had failed before it.</param>
    internal static bool IsRelocking(TurnRecord turn, bool hasFailed) =>
        hasFailed && turn.Completion is null && turn.Inbound is not [ExecutionRewound, ..];

    /// <summary>The number of the call that an event answers; null for one that answers none.</summary>
    internal static int? AnsweredTask(HistoryEvent item) => item switch
    {
        TaskCompleted completed => completed.TaskId,
        TaskFailed failed => failed.TaskId,
        SubOrchestrationCompleted completed => completed.TaskId,
        SubOrchestrationFailed failed => failed.TaskId,
        TimerFired fired => fired.TimerId,
        EntityOperationCompleted completed => completed.TaskId,
        EntityOperationFailed failed => failed.TaskId,
        EntityLockGranted granted => granted.TaskId,
        _ => null,
    };

    /// <summary>How a call failed; null for an event that tells of no failure.</summary>
    internal static TaskFailureDetails? FailureOf(HistoryEvent item) => item switch
    {
        TaskFailed failed => failed.Failure,
        SubOrchestrationFailed failed => failed.Failure,
        EntityOperationFailed failed => failed.Failure,
        _ => null,
    };
}
