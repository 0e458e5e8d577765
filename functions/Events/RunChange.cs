namespace Swarm.Functions.Events;

/// <summary>A change of a run that waits for its turn.</summary>
internal abstract class RunChange(CancellationToken cancellation)
{
    public CancellationToken Cancellation => cancellation;

    /// <summary>Reads and saves rows and tells events; called again when that could not be written.</summary>
    public abstract Task WorkAsync(RunTransaction transaction);

    /// <summary>What it did last is written: its caller gets the result.</summary>
    public abstract void Tell();

    /// <summary>Its caller gets the failure.</summary>
    public abstract void Fail(Exception failure);

    /// <summary>Drops the change when its caller does not want it any more.</summary>
    public bool TryGiveUp()
    {
        if (!cancellation.IsCancellationRequested)
        {
            return false;
        }

        Fail(new OperationCanceledException(cancellation));
        return true;
    }
}

/// <summary>A change with a result.</summary>
internal sealed class RunChange<T>(Func<RunTransaction, Task<T>> change, CancellationToken cancellation)
    : RunChange(cancellation)
{
    // Callers go on elsewhere: whoever makes the changes has others to make.
    private readonly TaskCompletionSource<T> _told = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private T? _result;

    public Task<T> Told => _told.Task;

    public override async Task WorkAsync(RunTransaction transaction) => _result = await change(transaction);

    public override void Tell() => _told.TrySetResult(_result!);

    public override void Fail(Exception failure)
    {
        if (failure is OperationCanceledException cancelled)
        {
            _told.TrySetCanceled(cancelled.CancellationToken);
        }
        else
        {
            _told.TrySetException(failure);
        }
    }
}
