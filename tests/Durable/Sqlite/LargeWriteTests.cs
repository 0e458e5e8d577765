using Swarm.Durable.Sqlite;

namespace Swarm.Tests.Durable.Sqlite;

/// <summary>
/// Writes are limited by their size, too: a fan-out of large results must not end up in one transaction.
/// </summary>
public sealed class LargeWriteTests : IAsyncDisposable
{
    private const int LimitBytes = 1024 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder _folder = new();
    private readonly ManualResetEventSlim _gate = new();
    private readonly SqliteDatabase _database;

    public LargeWriteTests() => _database = SqliteDatabase.Open(
        new SqliteDatabaseOptions { Path = _folder.DatabasePath, MaxQueuedBytes = LimitBytes });

    public async ValueTask DisposeAsync()
    {
        _gate.Set();
        await _database.DisposeAsync();
        _gate.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Only_as_many_as_fit_share_a_commit()
    {
        Task blocker = await BlockAsync();
        Task[] large = [.. Enumerable.Range(0, 4).Select(_ => WriteAsync(LimitBytes / 2))];
        Task small = WriteAsync(100);

        _gate.Set();
        await Task.WhenAll([blocker, small, .. large]).WaitAsync(Patience);

        // Two fit; of the other two the first may be committed before the second has come in.
        Assert.InRange(_database.Commits, 3, 4);
    }

    [Fact]
    public async Task One_over_the_limit_goes_alone()
    {
        Task blocker = await BlockAsync();
        Task[] huge = [WriteAsync(3 * LimitBytes), WriteAsync(3 * LimitBytes)];

        _gate.Set();
        await Task.WhenAll([blocker, .. huge]).WaitAsync(Patience);

        Assert.Equal(3, _database.Commits);
    }

    [Fact]
    public async Task One_that_is_cancelled_while_it_waits_gives_way_to_the_next()
    {
        using var cancellation = new CancellationTokenSource();
        Task blocker = await BlockAsync();
        Task first = WriteAsync(LimitBytes / 2);
        Task cancelled = WriteAsync(LimitBytes, cancellation.Token);
        Task next = WriteAsync(LimitBytes / 2);

        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.WaitAsync(Patience));
        _gate.Set();

        await Task.WhenAll(blocker, first, next).WaitAsync(Patience);
    }

    [Fact]
    public async Task One_that_waits_when_the_database_closes_is_written_or_told()
    {
        Task blocker = await BlockAsync();
        Task first = WriteAsync(LimitBytes);
        Task waiting = WriteAsync(LimitBytes);

        Task closing = Task.Run(async () => await _database.DisposeAsync(), TestContext.Current.CancellationToken);
        _gate.Set();

        await Task.WhenAll(blocker, first, closing).WaitAsync(Patience);
        Exception? told = await Record.ExceptionAsync(() => waiting.WaitAsync(Patience));
        Assert.True(told is null or ObjectDisposedException, told?.ToString());
    }

    /// <summary>Keeps the committer busy until the gate opens, so that what is written meanwhile gathers.</summary>
    private async Task<Task> BlockAsync()
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task blocker = _database.WriteAsync(_ =>
        {
            started.SetResult();
            _gate.Wait(Patience);
        });
        await started.Task.WaitAsync(Patience);
        return blocker;
    }

    private Task<bool> WriteAsync(long sizeBytes, CancellationToken cancellation = default) =>
        _database.WriteAsync(_ => true, sizeBytes, cancellation);
}
