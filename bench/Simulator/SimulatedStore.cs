using Swarm.Durable.Stores;

namespace Swarm.Simulator;

/// <summary>
/// A store as one process sees it. Writes are committed in groups after a while, in order; a group may fail, or be
/// called failed though it is stored, or the process may die just before or just after its commit. Answers may come
/// late and in another order; reads may be slow and return an older snapshot.
/// </summary>
internal sealed class SimulatedStore(IDurableStore inner, SimulatedClock clock, Random random, FaultRates faults)
    : PassThroughStore(inner)
{
    private readonly Queue<Func<GroupFate, Task>> _waiting = new();
    private bool _isGroupPlanned;
    private bool _isBroken;

    /// <summary>Whether the process is dead: nothing of it may run any more.</summary>
    internal bool HasCrashed { get; private set; }

    protected override async ValueTask<T> ReadAsync<T>(Func<ValueTask<T>> read)
    {
        T result = await read();
        if (random.NextDouble() < faults.SlowRead)
        {
            await PauseAsync();
        }

        return result;
    }

    protected override Task<T> WriteAsync<T>(Func<Task<T>> write)
    {
        var told = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Enqueue(async fate =>
        {
            T? result = fate == GroupFate.Refused ? default : await write();
            if (HasCrashed)
            {
                return;
            }

            if (fate != GroupFate.Stored)
            {
                told.SetException(new IOException("The disk is full, or has failed."));
                return;
            }

            _ = AnswerAsync(told, result!);
        });
        PlanGroup();
        return told.Task;
    }

    private void PlanGroup()
    {
        if (_isGroupPlanned)
        {
            return;
        }

        _isGroupPlanned = true;
        ITimer? timer = null;
        timer = clock.CreateTimer(
            _ =>
            {
                timer?.Dispose();
                CommitGroup();
            },
            null,
            TimeSpan.FromMilliseconds(random.Next(0, 4)),
            Timeout.InfiniteTimeSpan);
    }

    private async Task AnswerAsync<T>(TaskCompletionSource<T> told, T result)
    {
        if (random.NextDouble() < faults.LateAnswer)
        {
            await PauseAsync();
        }

        told.SetResult(result);
    }

    private Task PauseAsync() => Task.Delay(TimeSpan.FromMilliseconds(random.Next(1, 5)), clock);

    private void CommitGroup()
    {
        _isGroupPlanned = false;
        int size = random.Next(1, _waiting.Count + 1);
        GroupFate fate = Decide();
        if (HasCrashed && fate == GroupFate.Refused)
        {
            return;
        }

        for (int i = 0; i < size; i++)
        {
            // The inner store is in memory: its tasks complete at once.
            _waiting.Dequeue()(fate).GetAwaiter().GetResult();
        }

        if (_waiting.Count > 0)
        {
            PlanGroup();
        }
    }

    private GroupFate Decide()
    {
        double fate = random.NextDouble();
        double crash = faults.CrashBefore + faults.CrashAfter;
        HasCrashed = fate < crash;
        if (HasCrashed)
        {
            return fate < faults.CrashBefore ? GroupFate.Refused : GroupFate.Stored;
        }

        if (_isBroken || random.NextDouble() < faults.FailedBefore)
        {
            return GroupFate.Refused;
        }

        if (random.NextDouble() >= faults.FailedAfter)
        {
            return GroupFate.Stored;
        }

        // Nothing more is written; the host sees it and ends the process.
        _isBroken = true;
        _ = DieSoonAsync();
        return GroupFate.StoredButCalledFailed;
    }

    private async Task DieSoonAsync()
    {
        await PauseAsync();
        HasCrashed = true;
    }

    private enum GroupFate
    {
        Stored,
        Refused,
        StoredButCalledFailed,
    }
}
