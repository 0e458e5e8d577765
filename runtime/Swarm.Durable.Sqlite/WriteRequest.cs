namespace Swarm.Durable.Sqlite;

/// <summary>One write that waits for its place in a group transaction.</summary>
internal abstract class WriteRequest(int places, Action<bool>? ended, CancellationToken cancellation)
{
    /// <summary>How many places it takes among the large writes.</summary>
    internal int Places => places;

    internal CancellationToken Cancellation { get; } = cancellation;

    /// <summary>Set when this request alone failed; its savepoint was rolled back.</summary>
    internal Exception? Failure { get; set; }

    internal abstract void Write(SqliteSession session);

    /// <summary>Tells the caller: called once, when it is settled whether the group is stored.</summary>
    internal void Tell()
    {
        ended?.Invoke(Failure is null);
        TellCaller();
    }

    private protected abstract void TellCaller();
}

/// <summary>A write with a result.</summary>
internal sealed class WriteRequest<T>(
    Func<SqliteSession, T> write, int places, Action<bool>? ended, CancellationToken cancellation)
    : WriteRequest(places, ended, cancellation)
{
    // The committer must not run its callers' code.
    private readonly TaskCompletionSource<T> _told = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _result = default!;

    internal Task<T> Told => _told.Task;

    internal override void Write(SqliteSession session) => _result = write(session);

    private protected override void TellCaller()
    {
        switch (Failure)
        {
            case null:
                _told.SetResult(_result);
                break;
            case OperationCanceledException when Cancellation.IsCancellationRequested:
                _told.SetCanceled(Cancellation);
                break;
            default:
                _told.SetException(Failure);
                break;
        }
    }
}
