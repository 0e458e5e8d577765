using Azure;
using Swarm.Embedded.Tables;
using Swarm.Embedded.Tables.Models;

namespace Swarm.Tests.Embedded.Tables;

/// <summary>What the app expects of transactions on tables.</summary>
public abstract class TableTransactionContract
{
    [Fact]
    public async Task All_actions_are_done_together()
    {
        var table = await OpenTableAsync();
        await table.AddEntityAsync(new TableEntity("p", "merged") { ["A"] = 1, ["B"] = 1 });
        await table.AddEntityAsync(new TableEntity("p", "replaced") { ["A"] = 1, ["B"] = 1 });
        await table.AddEntityAsync(new TableEntity("p", "deleted"));

        var responses = await table.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.Add, new TableEntity("p", "added")),
            new(TableTransactionActionType.UpdateMerge, new TableEntity("p", "merged") { ["A"] = 2 }, ETag.All),
            new(TableTransactionActionType.UpdateReplace, new TableEntity("p", "replaced") { ["A"] = 2 }, ETag.All),
            new(TableTransactionActionType.Delete, new TableEntity("p", "deleted"), ETag.All),
            new(TableTransactionActionType.UpsertMerge, new TableEntity("p", "upserted") { ["A"] = 2 }),
        ]);

        Assert.Equal(5, responses.Value.Count);
        Assert.Equal(1, (await table.GetEntityAsync<TableEntity>("p", "merged")).Value.GetInt32("B"));
        Assert.Null((await table.GetEntityAsync<TableEntity>("p", "replaced")).Value.GetInt32("B"));
        Assert.False((await table.GetEntityIfExistsAsync<TableEntity>("p", "deleted")).HasValue);
        var added = (await table.GetEntityAsync<TableEntity>("p", "added")).Value;
        Assert.Equal(added.ETag, responses.Value[0].Headers.ETag);
    }

    [Fact]
    public async Task One_refused_action_undoes_all_and_is_named()
    {
        var table = await OpenTableAsync();
        await table.AddEntityAsync(new TableEntity("p", "there"));

        var failure = await Assert.ThrowsAsync<TableTransactionFailedException>(() => table.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.Add, new TableEntity("p", "new")),
            new(TableTransactionActionType.Add, new TableEntity("p", "there")),
        ]));

        Assert.Equal(1, failure.FailedTransactionActionIndex);
        Assert.Equal(409, failure.Status);
        Assert.Equal(TableErrorCode.EntityAlreadyExists, failure.ErrorCode);
        Assert.False((await table.GetEntityIfExistsAsync<TableEntity>("p", "new")).HasValue);
    }

    [Fact]
    public async Task A_version_that_no_longer_fits_undoes_all()
    {
        var table = await OpenTableAsync();
        var old = (await table.AddEntityAsync(new TableEntity("p", "a"))).Headers.ETag!.Value;
        await table.UpsertEntityAsync(new TableEntity("p", "a"));

        var failure = await Assert.ThrowsAsync<TableTransactionFailedException>(() => table.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.UpsertMerge, new TableEntity("p", "b")),
            new(TableTransactionActionType.UpdateMerge, new TableEntity("p", "a") { ["N"] = 1 }, old),
        ]));

        Assert.Equal(412, failure.Status);
        Assert.Equal(1, failure.FailedTransactionActionIndex);
        Assert.False((await table.GetEntityIfExistsAsync<TableEntity>("p", "b")).HasValue);
    }

    [Fact]
    public async Task A_hundred_actions_fit_and_one_more_does_not()
    {
        var table = await OpenTableAsync();

        await table.SubmitTransactionAsync(Adds(100));
        var failure = await Assert.ThrowsAsync<TableTransactionFailedException>(
            () => table.SubmitTransactionAsync(Adds(101)));

        Assert.Equal(400, failure.Status);
    }

    [Fact]
    public async Task Two_partitions_and_a_row_named_twice_are_refused()
    {
        var table = await OpenTableAsync();

        var partitions = await Assert.ThrowsAsync<TableTransactionFailedException>(() => table.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.Add, new TableEntity("p", "a")),
            new(TableTransactionActionType.Add, new TableEntity("q", "a")),
        ]));
        var rows = await Assert.ThrowsAsync<TableTransactionFailedException>(() => table.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.Add, new TableEntity("p", "a")),
            new(TableTransactionActionType.UpsertMerge, new TableEntity("p", "a")),
        ]));

        Assert.Equal(TableErrorCode.CommandsInBatchActOnDifferentPartitions, partitions.ErrorCode);
        Assert.Equal(TableErrorCode.InvalidDuplicateRow, rows.ErrorCode);
        Assert.Equal(1, rows.FailedTransactionActionIndex);
    }

    /// <summary>A client of a new, empty table.</summary>
    protected abstract Task<TableClient> OpenTableAsync();

    private static IEnumerable<TableTransactionAction> Adds(int count) =>
        from i in Enumerable.Range(0, count)
        select new TableTransactionAction(TableTransactionActionType.Add, new TableEntity($"p{count}", $"r{i:D3}"));
}
