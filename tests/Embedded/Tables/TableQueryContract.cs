using Azure;
using Swarm.Embedded.Tables;

namespace Swarm.Tests.Embedded.Tables;

/// <summary>What the app expects of queries on tables.</summary>
public abstract class TableQueryContract
{
    private static readonly Guid Id = new("0f8fad5b-d9cb-469f-a165-70867728950e");

    [Theory]
    [InlineData("PartitionKey eq 'a'", "a1 a2 a3")]
    [InlineData("PartitionKey eq 'a' and RowKey eq '2'", "a2")]
    [InlineData("PartitionKey eq 'a' and RowKey ge '2'", "a2 a3")]
    [InlineData("PartitionKey eq 'a' and RowKey gt '1' and RowKey lt '3'", "a2")]
    [InlineData("PartitionKey gt 'a' and PartitionKey le 'c'", "b1 c1")]
    [InlineData("PartitionKey eq 'a' and RowKey eq '1' or PartitionKey eq 'c'", "a1 c1")]
    [InlineData("(PartitionKey eq 'a' or PartitionKey eq 'b') and RowKey eq '1'", "a1 b1")]
    [InlineData("not (PartitionKey eq 'a')", "b1 c1")]
    [InlineData("PartitionKey ne 'a'", "b1 c1")]
    [InlineData("PartitionKey lt 'a'", "")]
    [InlineData("Number eq 2", "a2")]
    [InlineData("Number ge 2 and Number lt 4", "a2 a3")]
    [InlineData("Wide eq 5000000000L", "a1")]
    [InlineData("Number eq 1L", "a1")]
    [InlineData("Flag eq true", "b1")]
    [InlineData("not (Flag eq true) and PartitionKey eq 'b'", "")]
    [InlineData("Instant ge datetime'2026-01-02T00:00:00Z'", "c1")]
    [InlineData("Id eq guid'0f8fad5b-d9cb-469f-a165-70867728950e'", "a3")]
    [InlineData("Text eq 'it''s'", "a1")]
    [InlineData("Real gt 0.5 and Real lt 1e1", "b1")]
    [InlineData("Text eq 'none'", "")]
    [InlineData("", "a1 a2 a3 b1 c1")]
    public async Task A_filter_finds_what_it_says_in_the_order_of_the_keys(string filter, string expected)
    {
        var table = await FilledTableAsync();

        var found = await table.QueryAsync<TableEntity>(filter).ToListAsync();

        Assert.Equal(expected, string.Join(' ', found.Select(entity => entity.PartitionKey + entity.RowKey)));
    }

    [Theory]
    [InlineData("PartitionKey eq")]
    [InlineData("PartitionKey eq 'a")]
    [InlineData("PartitionKey is 'a'")]
    [InlineData("(PartitionKey eq 'a'")]
    [InlineData("PartitionKey eq 'a' PartitionKey eq 'b'")]
    [InlineData("Id eq guid'no'")]
    [InlineData("'a' eq PartitionKey")]
    public async Task A_filter_that_cannot_be_read_is_refused(string filter)
    {
        var table = await OpenTableAsync();

        var refusal = await Assert.ThrowsAsync<RequestFailedException>(
            async () => await table.QueryAsync<TableEntity>(filter).ToListAsync());

        Assert.Equal(400, refusal.Status);
    }

    [Fact]
    public async Task A_filter_made_of_arguments_quotes_them()
    {
        var table = await FilledTableAsync();
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {"a"} and Text eq {"it's"} and Wide eq {5_000_000_000L} and Number eq {1}");

        var found = await table.QueryAsync<TableEntity>(filter).ToListAsync();

        Assert.Equal(
            "PartitionKey eq 'a' and Text eq 'it''s' and Wide eq 5000000000L and Number eq 1", filter);
        Assert.Equal("1", Assert.Single(found).RowKey);
    }

    [Fact]
    public async Task Pages_are_as_long_as_asked_and_go_on_where_the_last_one_ended()
    {
        var table = await OpenTableAsync();
        for (var i = 0; i < 7; i++)
        {
            await table.AddEntityAsync(new TableEntity("p", $"{i}"));
        }

        var sizes = new List<int>();
        string? token = null;
        await foreach (var page in table.QueryAsync<TableEntity>("PartitionKey eq 'p'", maxPerPage: 3).AsPages())
        {
            sizes.Add(page.Values.Count);
            token ??= page.ContinuationToken;
        }

        var resumed = new List<string>();
        await foreach (var page in table.QueryAsync<TableEntity>("PartitionKey eq 'p'", maxPerPage: 3).AsPages(token))
        {
            resumed.AddRange(page.Values.Select(entity => entity.RowKey));
        }

        Assert.Equal([3, 3, 1], sizes);
        Assert.Equal(["3", "4", "5", "6"], resumed);
    }

    [Fact]
    public async Task A_page_that_ends_with_the_last_entity_has_no_token()
    {
        var table = await OpenTableAsync();
        await table.AddEntityAsync(new TableEntity("p", "1"));
        await table.AddEntityAsync(new TableEntity("q", "1"));

        var tokens = new List<string?>();
        await foreach (var page in table.QueryAsync<TableEntity>(maxPerPage: 2).AsPages())
        {
            tokens.Add(page.ContinuationToken);
        }

        Assert.Equal([null], tokens);
    }

    [Fact]
    public async Task Pages_cross_partitions()
    {
        var table = await FilledTableAsync();

        var keys = new List<string>();
        await foreach (var page in table.QueryAsync<TableEntity>(maxPerPage: 2).AsPages())
        {
            keys.Add(string.Join(' ', page.Values.Select(entity => entity.PartitionKey + entity.RowKey)));
        }

        Assert.Equal(["a1 a2", "a3 b1", "c1"], keys);
    }

    [Fact]
    public async Task Only_the_selected_properties_come_back()
    {
        var table = await FilledTableAsync();

        var found = await table
            .QueryAsync<TableEntity>("PartitionKey eq 'a' and RowKey eq '1'", select: ["RowKey", "Text"])
            .ToListAsync();

        var entity = Assert.Single(found);
        Assert.Equal("1", entity.RowKey);
        Assert.Equal("it's", entity.GetString("Text"));
        Assert.Null(entity.GetInt32("Number"));
        Assert.Null(entity.PartitionKey);
    }

    /// <summary>A client of a new, empty table.</summary>
    protected abstract Task<TableClient> OpenTableAsync();

    private async Task<TableClient> FilledTableAsync()
    {
        var table = await OpenTableAsync();
        TableEntity[] entities =
        [
            new("a", "1") { ["Number"] = 1, ["Text"] = "it's", ["Wide"] = 5_000_000_000L },
            new("a", "2") { ["Number"] = 2 },
            new("a", "3") { ["Number"] = 3, ["Id"] = Id },
            new("b", "1") { ["Flag"] = true, ["Real"] = 1.5, ["Text"] = "b" },
            new("c", "1") { ["Instant"] = new DateTimeOffset(2026, 1, 2, 0, 0, 0, TimeSpan.Zero) },
        ];
        foreach (var entity in entities)
        {
            await table.AddEntityAsync(entity);
        }

        return table;
    }
}
