using Azure;
using Swarm.Embedded.Tables;

namespace Swarm.Tests.Embedded.Tables;

public sealed class TableRestartTests
{
    [Fact]
    public async Task Entities_and_their_versions_outlive_the_process()
    {
        await using var tables = new SqliteTables();
        var table = await tables.NewTableAsync();
        var version = (await table.AddEntityAsync(new TableEntity("p", "r") { ["N"] = 1 })).Headers.ETag!.Value;

        await tables.RestartAsync();

        table = tables.Client.GetTableClient(table.Name);
        Assert.Equal(version, (await table.GetEntityAsync<TableEntity>("p", "r")).Value.ETag);
        await table.UpdateEntityAsync(new TableEntity("p", "r") { ["N"] = 2 }, version);
        var refusal = await Assert.ThrowsAsync<RequestFailedException>(
            () => table.UpdateEntityAsync(new TableEntity("p", "r") { ["N"] = 3 }, version));
        Assert.Equal(412, refusal.Status);
    }

    [Fact]
    public async Task Of_many_writers_with_the_same_version_one_wins()
    {
        await using var tables = new SqliteTables();
        var table = await tables.NewTableAsync();
        var version = (await table.AddEntityAsync(new TableEntity("p", "r"))).Headers.ETag!.Value;

        var writes = await Task.WhenAll(Enumerable.Range(0, 32).Select(i => Task.Run(async () =>
        {
            try
            {
                await table.UpdateEntityAsync(new TableEntity("p", "r") { ["Winner"] = i }, version);
                return true;
            }
            catch (RequestFailedException exception) when (exception.Status == 412)
            {
                return false;
            }
        })));

        Assert.Single(writes, won => won);
    }
}
