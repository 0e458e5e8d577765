using Swarm.Embedded.Tables;
using Swarm.Functions.Storage;
using Swarm.Tests.Functions.Harness;

namespace Swarm.Tests.Functions.Storage;

/// <summary>The expected outcomes of writes are results, not exceptions.</summary>
public sealed class TableTests
{
    [Fact]
    public async Task Adding_what_is_there_replacing_what_changed_and_replacing_what_is_gone_are_conflicts()
    {
        await using var app = new TestApp();
        var table = app.Get<SwarmTables>().Lists;
        Assert.True(await table.AddAsync(new TableEntity("p", "r"), CancellationToken.None));
        var read = (await table.FindAsync("p", "r", CancellationToken.None))!;

        Assert.False(await table.AddAsync(new TableEntity("p", "r"), CancellationToken.None));
        Assert.True(await table.ReplaceAsync(read, CancellationToken.None));
        Assert.False(await table.ReplaceAsync(read, CancellationToken.None));
        Assert.True(await table.DeleteAsync("p", "r", CancellationToken.None));
        Assert.True(await table.DeleteAsync("p", "r", CancellationToken.None));
        Assert.False(await table.ReplaceAsync(read, CancellationToken.None));
    }

    [Fact]
    public async Task A_transaction_with_one_conflict_writes_nothing()
    {
        await using var app = new TestApp();
        var table = app.Get<SwarmTables>().Lists;
        await table.AddAsync(new TableEntity("p", "b"), CancellationToken.None);
        var transaction = new TableTransaction("p");
        transaction.Add(new TableEntity("p", "a"));
        transaction.Add(new TableEntity("p", "b"));

        Assert.False(await table.CommitAsync(transaction, CancellationToken.None));

        Assert.Null(await table.FindAsync("p", "a", CancellationToken.None));
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("a#b")]
    [InlineData("a\nb")]
    public async Task A_key_that_no_row_can_have_finds_nothing(string key)
    {
        await using var app = new TestApp();

        Assert.Null(await app.Get<SwarmTables>().Lists.FindAsync("p", key, CancellationToken.None));
    }

    [Fact]
    public async Task A_prefix_finds_its_rows_and_no_others()
    {
        await using var app = new TestApp();
        var table = app.Get<SwarmTables>().Lists;
        foreach (var row in (string[])["event:1", "event:2", "eventful", "events", "eid:1", "node:a"])
        {
            await table.AddAsync(new TableEntity("p", row), CancellationToken.None);
        }

        var found = await table.QueryAsync(Filters.Prefix("p", "event:"), 10, CancellationToken.None);

        Assert.Equal(["event:1", "event:2"], found.Select(row => row.RowKey));
    }

    [Fact]
    public void A_transaction_takes_rows_of_its_own_partition_only_and_a_hundred_at_most()
    {
        var transaction = new TableTransaction("p");

        Assert.Throws<ArgumentException>(() => transaction.Add(new TableEntity("q", "r")));
        for (var row = 0; row < TableTransaction.MaxActions; row++)
        {
            transaction.Add(new TableEntity("p", $"{row}"));
        }

        Assert.Throws<InvalidOperationException>(() => transaction.Add(new TableEntity("p", "one too many")));
    }

    [Fact]
    public async Task Who_always_meets_another_writer_gives_up_after_thirty_attempts()
    {
        var attempts = 0;

        var gaveUp = await Assert.ThrowsAsync<ContentionException>(() => Contention.RetryAsync<string>(
            "the row",
            () =>
            {
                attempts++;
                return Task.FromResult<string?>(null);
            },
            CancellationToken.None));

        Assert.Equal(30, attempts);
        Assert.Equal("the row", gaveUp.What);
    }
}
