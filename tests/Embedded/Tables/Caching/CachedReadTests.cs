using Azure;
using Swarm.Embedded.Storage.Caching;
using Swarm.Embedded.Tables;

namespace Swarm.Tests.Embedded.Tables.Caching;

/// <summary>
/// Readers and writers on threads: with rows in memory, point reads see commits exactly as they would without. Each
/// pair of rows has one writer, which numbers its steps: two of three store the number in both rows, every third
/// deletes both. A cache of a few rows and one that holds all have their own races.
/// </summary>
public sealed class CachedReadTests
{
    private const int Pairs = 8;
    private const int Steps = 120;
    private const int Readers = 3;

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData(1, 10_000)]
    [InlineData(2, 10_000)]
    [InlineData(3, 4)]
    [InlineData(4, 4)]
    public async Task A_read_never_sees_less_than_was_told_or_seen_before_nor_what_was_not_stored(int seed, int entries)
    {
        await using var tables = new SqliteTables(new EntityCacheLimits(entries, MaxBytes: 10_000_000));
        var table = await tables.NewTableAsync();
        Pair[] pairs = [.. Enumerable.Range(0, Pairs).Select(number => new Pair(table, $"pair{number}"))];
        using var end = new CancellationTokenSource();

        var readers = Enumerable.Range(0, Readers)
            .Select(number => Task.Run(() => ReadAsync(pairs, new Random((100 * seed) + number), end.Token)))
            .ToList();
        var writers = pairs.Select((pair, number) => Task.Run(() => pair.WriteAsync(new Random(seed + number))));
        await Task.WhenAny(Task.WhenAll(writers), Task.WhenAny(readers)).Unwrap().WaitAsync(s_patience);
        await end.CancelAsync();

        Assert.All(await Task.WhenAll(readers).WaitAsync(s_patience), reads => Assert.True(reads > 0));
        Assert.All(pairs, pair => Assert.Equal(Steps, pair.Told));
    }

    private static async Task<int> ReadAsync(Pair[] pairs, Random random, CancellationToken end)
    {
        var reads = 0;
        while (!end.IsCancellationRequested)
        {
            await pairs[random.Next(pairs.Length)].ReadAsync(random.Next(2));
            if (++reads % 16 == 0)
            {
                // Reads that find the row in memory never wait; the writers are to have their turn as well.
                await Task.Yield();
            }
        }

        return reads;
    }

    private sealed class Pair(TableClient table, string partition)
    {
        private static readonly string[] s_rows = ["a", "b"];

        private int _begun;
        private int _seen;

        public int Told => Volatile.Read(ref _seen);

        public async Task WriteAsync(Random random)
        {
            for (var step = 1; step <= Steps; step++)
            {
                if (random.Next(4) == 0)
                {
                    await RefuseAsync();
                }

                Volatile.Write(ref _begun, step);
                await table.SubmitTransactionAsync(s_rows.Select(row => new TableTransactionAction(
                    IsDeleted(step) ? TableTransactionActionType.Delete : TableTransactionActionType.UpsertReplace,
                    Row(row, step),
                    ETag.All)));
                See(step);
            }
        }

        public async Task ReadAsync(int row)
        {
            var atLeast = Volatile.Read(ref _seen);
            var found = await table.GetEntityIfExistsAsync<TableEntity>(partition, s_rows[row]);
            var atMost = Volatile.Read(ref _begun);
            if (found.HasValue)
            {
                var step = found.Value!.GetInt32("Step")!.Value;
                Assert.InRange(step, atLeast, atMost);
                See(step);
                return;
            }

            // It was deleted at some step that is not out of date, or never there.
            Assert.Contains(Enumerable.Range(atLeast, atMost - atLeast + 1), step => step == 0 || IsDeleted(step));
        }

        /// <summary>A transaction whose second action is refused; nobody must ever see the first.</summary>
        private async Task RefuseAsync()
        {
            await Assert.ThrowsAsync<TableTransactionFailedException>(() => table.SubmitTransactionAsync(
            [
                new(TableTransactionActionType.UpsertReplace, Row("a", int.MaxValue)),
                new(TableTransactionActionType.UpdateReplace, Row("b", int.MaxValue), new ETag("W/\"0\"")),
            ]));
        }

        private TableEntity Row(string row, int step) => new(partition, row) { ["Step"] = step };

        private static bool IsDeleted(int step) => step % 3 == 0;

        private void See(int step)
        {
            int seen;
            while ((seen = Volatile.Read(ref _seen)) < step
                && Interlocked.CompareExchange(ref _seen, step, seen) != seen)
            {
                // Somebody else saw something; look again whether it was later.
            }
        }
    }
}
