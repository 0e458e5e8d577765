using Azure;
using Swarm.Embedded.Tables;
using Swarm.Embedded.Tables.Models;

namespace Swarm.Tests.Embedded.Tables;

/// <summary>
/// What the app expects of tables, wherever they are kept. It uses nothing but the types that have the names of
/// Azure.Data.Tables, so that it can run against the real client as well.
/// </summary>
public abstract class TableContract
{
    [Fact]
    public async Task An_added_entity_is_read_back()
    {
        var table = await OpenTableAsync();

        await table.AddEntityAsync(new TableEntity("p", "r") { ["Name"] = "swarm", ["Count"] = 3 });

        var entity = (await table.GetEntityAsync<TableEntity>("p", "r")).Value;
        Assert.Equal("p", entity.PartitionKey);
        Assert.Equal("r", entity.RowKey);
        Assert.Equal("swarm", entity.GetString("Name"));
        Assert.Equal(3, entity.GetInt32("Count"));
        Assert.NotNull(entity.Timestamp);
        Assert.NotEqual(default, entity.ETag);
    }

    [Fact]
    public async Task Every_type_of_property_comes_back_as_it_went()
    {
        var table = await OpenTableAsync();
        var instant = new DateTimeOffset(2026, 11, 20, 1, 2, 3, 456, 789, TimeSpan.Zero).AddTicks(1);
        var id = Guid.NewGuid();
        var longText = new string('x', 32 * 1024);
        var entity = new TableEntity("p", "r")
        {
            ["Text"] = "naïve 🐝\n",
            ["Empty"] = string.Empty,
            ["Long"] = longText,
            ["Int32"] = int.MinValue,
            ["Int64"] = long.MaxValue,
            ["SmallInt64"] = 1L,
            ["Double"] = 0.1,
            ["WholeDouble"] = 2.0,
            ["True"] = true,
            ["False"] = false,
            ["Instant"] = instant.ToOffset(TimeSpan.FromHours(5)),
            ["Guid"] = id,
            ["Binary"] = new byte[] { 0, 1, 255 },
            ["Nothing"] = null,
        };

        await table.AddEntityAsync(entity);

        var read = (await table.GetEntityAsync<TableEntity>("p", "r")).Value;
        Assert.Equal("naïve 🐝\n", read["Text"]);
        Assert.Equal(string.Empty, read["Empty"]);
        Assert.Equal(longText, read["Long"]);
        Assert.Equal(int.MinValue, read["Int32"]);
        Assert.Equal(long.MaxValue, read["Int64"]);
        Assert.Equal(1L, read["SmallInt64"]);
        Assert.Equal(0.1, read["Double"]);
        Assert.Equal(2.0, read["WholeDouble"]);
        Assert.Equal(true, read["True"]);
        Assert.Equal(false, read["False"]);
        Assert.Equal(instant, read["Instant"]);
        Assert.Equal(id, read["Guid"]);
        Assert.Equal(new byte[] { 0, 1, 255 }, read["Binary"]);
        Assert.False(read.ContainsKey("Nothing"));
    }

    [Fact]
    public async Task A_class_of_the_app_is_stored_and_read_as_well()
    {
        var table = await OpenTableAsync();
        var card = new Card
        {
            PartitionKey = "p", RowKey = "r", Title = "one", Colour = Colour.Red, Weight = 7, Due = null,
        };

        await table.AddEntityAsync(card);

        var read = (await table.GetEntityAsync<Card>("p", "r")).Value;
        Assert.Equal("one", read.Title);
        Assert.Equal(Colour.Red, read.Colour);
        Assert.Equal(7L, read.Weight);
        Assert.Null(read.Due);
        Assert.NotEqual(default, read.ETag);
        Assert.NotNull(read.Timestamp);
    }

    [Fact]
    public async Task An_entity_that_is_there_cannot_be_added()
    {
        var table = await OpenTableAsync();
        await table.AddEntityAsync(new TableEntity("p", "r"));

        var refusal = await RefusalAsync(() => table.AddEntityAsync(new TableEntity("p", "r")));

        Assert.Equal(409, refusal.Status);
        Assert.Equal(TableErrorCode.EntityAlreadyExists, refusal.ErrorCode);
    }

    [Fact]
    public async Task An_entity_that_is_not_there_cannot_be_read_or_updated()
    {
        var table = await OpenTableAsync();

        var read = await RefusalAsync(() => table.GetEntityAsync<TableEntity>("p", "r"));
        var update = await RefusalAsync(() => table.UpdateEntityAsync(new TableEntity("p", "r"), ETag.All));
        var found = await table.GetEntityIfExistsAsync<TableEntity>("p", "r");

        Assert.Equal(404, read.Status);
        Assert.Equal(TableErrorCode.ResourceNotFound, read.ErrorCode);
        Assert.Equal(404, update.Status);
        Assert.False(found.HasValue);
    }

    [Fact]
    public async Task Each_write_gives_a_new_version_and_the_old_one_no_longer_fits()
    {
        var table = await OpenTableAsync();
        await table.AddEntityAsync(new TableEntity("p", "r") { ["N"] = 1 });
        var first = (await table.GetEntityAsync<TableEntity>("p", "r")).Value;

        await table.UpdateEntityAsync(new TableEntity("p", "r") { ["N"] = 1 }, first.ETag);
        var refusal = await RefusalAsync(
            () => table.UpdateEntityAsync(new TableEntity("p", "r") { ["N"] = 2 }, first.ETag));

        var second = (await table.GetEntityAsync<TableEntity>("p", "r")).Value;
        Assert.NotEqual(first.ETag, second.ETag);
        Assert.Equal(412, refusal.Status);
        Assert.Equal(TableErrorCode.UpdateConditionNotSatisfied, refusal.ErrorCode);
        Assert.Equal(1, second.GetInt32("N"));
    }

    [Fact]
    public async Task The_version_of_a_write_is_in_its_response()
    {
        var table = await OpenTableAsync();

        var response = await table.AddEntityAsync(new TableEntity("p", "r"));

        Assert.Equal(response.Headers.ETag, (await table.GetEntityAsync<TableEntity>("p", "r")).Value.ETag);
    }

    [Fact]
    public async Task An_entity_deleted_and_added_again_has_another_version()
    {
        var table = await OpenTableAsync();
        var first = (await table.AddEntityAsync(new TableEntity("p", "r"))).Headers.ETag;
        await table.DeleteEntityAsync("p", "r");

        var second = (await table.AddEntityAsync(new TableEntity("p", "r"))).Headers.ETag;

        Assert.NotEqual(first, second);
    }

    [Fact]
    public async Task Any_version_fits_the_star()
    {
        var table = await OpenTableAsync();
        await table.AddEntityAsync(new TableEntity("p", "r") { ["N"] = 1 });

        await table.UpdateEntityAsync(new TableEntity("p", "r") { ["N"] = 2 }, ETag.All);

        Assert.Equal(2, (await table.GetEntityAsync<TableEntity>("p", "r")).Value.GetInt32("N"));
    }

    [Fact]
    public async Task Merging_keeps_other_properties_and_replacing_does_not()
    {
        var table = await OpenTableAsync();
        await table.UpsertEntityAsync(new TableEntity("p", "r") { ["A"] = 1, ["B"] = 1 }, TableUpdateMode.Merge);

        await table.UpsertEntityAsync(new TableEntity("p", "r") { ["A"] = 2 }, TableUpdateMode.Merge);
        var merged = (await table.GetEntityAsync<TableEntity>("p", "r")).Value;
        await table.UpdateEntityAsync(new TableEntity("p", "r") { ["A"] = 3 }, merged.ETag, TableUpdateMode.Replace);
        var replaced = (await table.GetEntityAsync<TableEntity>("p", "r")).Value;

        Assert.Equal((2, 1), (merged.GetInt32("A"), merged.GetInt32("B")));
        Assert.Equal(3, replaced.GetInt32("A"));
        Assert.False(replaced.ContainsKey("B"));
    }

    [Fact]
    public async Task Deleting_heeds_the_version_and_says_when_nothing_was_there()
    {
        var table = await OpenTableAsync();
        await table.AddEntityAsync(new TableEntity("p", "r"));
        var old = (await table.GetEntityAsync<TableEntity>("p", "r")).Value.ETag;
        await table.UpsertEntityAsync(new TableEntity("p", "r"));

        var refusal = await RefusalAsync(() => table.DeleteEntityAsync("p", "r", old));
        var deleted = await table.DeleteEntityAsync("p", "r");
        var again = await table.DeleteEntityAsync("p", "r");

        Assert.Equal(412, refusal.Status);
        Assert.Equal(204, deleted.Status);
        Assert.Equal(404, again.Status);
    }

    [Fact]
    public async Task Who_read_an_entity_before_finds_each_change_of_it()
    {
        var table = await OpenTableAsync();

        Assert.False((await table.GetEntityIfExistsAsync<TableEntity>("p", "r")).HasValue);
        await table.AddEntityAsync(new TableEntity("p", "r") { ["N"] = 1 });
        Assert.Equal(1, (await table.GetEntityAsync<TableEntity>("p", "r")).Value["N"]);
        await table.UpsertEntityAsync(new TableEntity("p", "r") { ["M"] = 2 });
        var merged = (await table.GetEntityAsync<TableEntity>("p", "r")).Value;
        Assert.Equal((1, 2), (merged["N"], merged["M"]));
        await table.DeleteEntityAsync("p", "r");
        Assert.False((await table.GetEntityIfExistsAsync<TableEntity>("p", "r")).HasValue);
    }

    [Fact]
    public async Task A_write_that_is_refused_changes_nothing_for_who_read_before()
    {
        var table = await OpenTableAsync();
        var first = (await table.AddEntityAsync(new TableEntity("p", "r") { ["N"] = 1 })).Headers.ETag!.Value;
        await table.UpsertEntityAsync(new TableEntity("p", "r") { ["N"] = 2 });
        Assert.Equal(2, (await table.GetEntityAsync<TableEntity>("p", "r")).Value["N"]);

        await Assert.ThrowsAsync<TableTransactionFailedException>(() => table.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.UpsertReplace, new TableEntity("p", "r") { ["N"] = 3 }),
            new(TableTransactionActionType.UpdateReplace, new TableEntity("p", "gone"), first),
        ]));

        Assert.Equal(2, (await table.GetEntityAsync<TableEntity>("p", "r")).Value["N"]);
    }

    [Fact]
    public async Task A_table_made_anew_has_nothing_of_the_one_before()
    {
        var table = await OpenTableAsync();
        await table.AddEntityAsync(new TableEntity("p", "r"));
        Assert.True((await table.GetEntityIfExistsAsync<TableEntity>("p", "r")).HasValue);

        await table.DeleteAsync();
        await Assert.ThrowsAsync<RequestFailedException>(() => table.GetEntityAsync<TableEntity>("p", "r"));
        await table.CreateAsync();

        Assert.False((await table.GetEntityIfExistsAsync<TableEntity>("p", "r")).HasValue);
    }

    [Fact]
    public async Task Who_changes_the_bytes_that_it_read_or_wrote_changes_nothing_stored()
    {
        var table = await OpenTableAsync();
        byte[] written = [1, 2, 3];
        await table.UpsertEntityAsync(new TableEntity("p", "r") { ["Bytes"] = written });
        written[0] = 9;
        var read = (await table.GetEntityAsync<TableEntity>("p", "r")).Value.GetBinary("Bytes");
        Assert.Equal([1, 2, 3], read);

        read[0] = 9;

        Assert.Equal([1, 2, 3], (await table.GetEntityAsync<TableEntity>("p", "r")).Value.GetBinary("Bytes"));
    }

    [Fact]
    public async Task What_was_read_has_all_of_the_entity_and_may_be_changed()
    {
        var table = await OpenTableAsync();
        await table.AddEntityAsync(new TableEntity("p", "r") { ["Name"] = "swarm", ["Count"] = 3 });
        var read = (await table.GetEntityAsync<TableEntity>("p", "r")).Value;

        Assert.False(read.ContainsKey("Other"));
        Assert.False(read.TryGetValue("Other", out _));
        Assert.Equal("swarm", read["Name"]);
        Assert.Equal("r", read["RowKey"]);
        read["Name"] = "other";
        read["Other"] = 1L;
        Assert.True(read.Remove("Count"));

        Assert.Equal("other", read.GetString("Name"));
        Assert.Equal(("p", "r"), (read.PartitionKey, read.RowKey));
        Assert.Null(read.GetInt32("Count"));
        Assert.Superset(new HashSet<string> { "PartitionKey", "RowKey", "Name", "Other" }, read.Keys.ToHashSet());
        var again = (await table.GetEntityAsync<TableEntity>("p", "r")).Value;
        Assert.Equal(("swarm", 3), (again.GetString("Name"), again.GetInt32("Count")));
        Assert.Equal(again.ETag, read.ETag);
        Assert.Equal(again.Timestamp, read.Timestamp);
        await table.UpdateEntityAsync(read, read.ETag, TableUpdateMode.Replace);
        var changed = (await table.GetEntityAsync<TableEntity>("p", "r")).Value;
        Assert.Equal(("other", 1L, null), (changed.GetString("Name"), changed.GetInt64("Other"), changed["Count"]));
    }

    [Fact]
    public async Task A_table_that_is_not_there_is_told_by_its_code()
    {
        var table = await OpenTableAsync();
        await table.DeleteAsync();

        var refusal = await RefusalAsync(() => table.AddEntityAsync(new TableEntity("p", "r")));

        Assert.Equal(404, refusal.Status);
        Assert.Equal(TableErrorCode.TableNotFound, refusal.ErrorCode);
    }

    [Fact]
    public async Task Creating_a_table_twice_is_refused_unless_it_may_exist()
    {
        var table = await OpenTableAsync();

        var refusal = await RefusalAsync(() => table.CreateAsync());
        var item = await table.CreateIfNotExistsAsync();

        Assert.Equal(409, refusal.Status);
        Assert.Equal(TableErrorCode.TableAlreadyExists, refusal.ErrorCode);
        Assert.Equal(table.Name, item.Value.Name);
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a#b")]
    [InlineData("a?b")]
    [InlineData("a\tb")]
    [InlineData("a\u0085b")]
    public async Task Keys_with_forbidden_characters_are_refused(string key)
    {
        var table = await OpenTableAsync();

        var refusal = await RefusalAsync(() => table.AddEntityAsync(new TableEntity(key, "r")));

        Assert.Equal(400, refusal.Status);
    }

    [Fact]
    public async Task What_is_too_large_is_refused()
    {
        var table = await OpenTableAsync();
        var manyTexts = new TableEntity("p", "r");
        for (var i = 0; i < 17; i++)
        {
            manyTexts[$"P{i}"] = new string('x', 32 * 1024);
        }

        var longKey = await RefusalAsync(() => table.AddEntityAsync(new TableEntity(new string('k', 513), "r")));
        var longText = await RefusalAsync(
            () => table.AddEntityAsync(new TableEntity("p", "r") { ["Text"] = new string('x', (32 * 1024) + 1) }));
        var largeEntity = await RefusalAsync(() => table.AddEntityAsync(manyTexts));

        Assert.Equal(400, longKey.Status);
        Assert.Equal(TableErrorCode.PropertyValueTooLarge, longText.ErrorCode);
        Assert.Equal(TableErrorCode.EntityTooLarge, largeEntity.ErrorCode);
    }

    /// <summary>A client of a new, empty table.</summary>
    protected abstract Task<TableClient> OpenTableAsync();

    private protected static async Task<RequestFailedException> RefusalAsync(Func<Task> act) =>
        await Assert.ThrowsAnyAsync<RequestFailedException>(act);

    public enum Colour
    {
        Blue,
        Red,
    }

    public sealed class Card : ITableEntity
    {
        public string PartitionKey { get; set; } = string.Empty;

        public string RowKey { get; set; } = string.Empty;

        public DateTimeOffset? Timestamp { get; set; }

        public ETag ETag { get; set; }

        public string? Title { get; set; }

        public Colour Colour { get; set; }

        public long Weight { get; set; }

        public DateTimeOffset? Due { get; set; }
    }
}
