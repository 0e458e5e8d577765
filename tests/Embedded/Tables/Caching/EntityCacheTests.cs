using Swarm.Embedded.Storage;
using Swarm.Embedded.Storage.Caching;

namespace Swarm.Tests.Embedded.Tables.Caching;

/// <summary>Each moment at which a read and a commit may meet.</summary>
public sealed class EntityCacheTests
{
    private static readonly RowAddress s_address = new("Runs", "p", "r");

    private readonly EntityCache _cache = new(EntityCacheLimits.Default);

    [Fact]
    public void What_was_read_is_known_and_so_is_what_was_not_found()
    {
        var entity = Entity(1);
        var absent = new RowAddress("Runs", "p", "absent");

        Read(s_address, entity);
        Read(absent, null);

        Assert.Same(entity, Known(s_address));
        Assert.True(_cache.TryFind(absent, out var nothing, out _));
        Assert.Null(nothing);
    }

    [Fact]
    public void Two_cases_of_a_tables_name_are_one_table_and_other_keys_other_rows()
    {
        var entity = Entity(1);

        Read(s_address, entity);

        Assert.Same(entity, Known(new RowAddress("runs", "p", "r")));
        Assert.False(IsKnown(new RowAddress("Runs", "P", "r")));
        Assert.False(IsKnown(new RowAddress("Runs", "p", "R")));
        Assert.False(IsKnown(new RowAddress("Lists", "p", "r")));
    }

    [Fact]
    public void While_a_change_is_open_the_row_is_neither_known_nor_kept()
    {
        Read(s_address, Entity(1));
        var change = new EntityCacheChange(_cache);

        change.Note(s_address, Entity(2));

        Assert.False(_cache.TryFind(s_address, out _, out var ticket));
        _cache.KeepRead(s_address, Entity(1), ticket);
        Assert.False(IsKnown(s_address));
    }

    [Fact]
    public void A_row_that_was_known_is_known_as_the_commit_left_it()
    {
        Read(s_address, Entity(1));
        var after = Entity(2);
        var change = new EntityCacheChange(_cache);

        change.Note(s_address, after);
        change.End(isCommitted: true);

        Assert.Same(after, Known(s_address));
    }

    [Fact]
    public void What_nobody_asked_for_is_not_kept()
    {
        var change = new EntityCacheChange(_cache);

        change.Note(s_address, Entity(1));
        change.End(isCommitted: true);

        Assert.False(IsKnown(s_address));
    }

    [Fact]
    public void A_change_that_was_rolled_back_leaves_the_row_to_the_database()
    {
        Read(s_address, Entity(1));
        var change = new EntityCacheChange(_cache);

        change.Note(s_address, Entity(2));
        change.End(isCommitted: false);

        Assert.False(IsKnown(s_address));
        Read(s_address, Entity(1));
        Assert.True(IsKnown(s_address));
    }

    [Fact]
    public void A_deleted_row_is_not_known_any_more()
    {
        Read(s_address, Entity(1));
        var change = new EntityCacheChange(_cache);

        change.Note(s_address, null);
        change.End(isCommitted: true);

        Assert.False(IsKnown(s_address));
    }

    [Fact]
    public void A_read_that_began_before_a_commit_puts_no_old_row_in_its_place()
    {
        _cache.TryFind(s_address, out _, out var ticket);
        var old = Entity(1);
        var change = new EntityCacheChange(_cache);

        change.Note(s_address, Entity(2));
        change.End(isCommitted: true);
        _cache.KeepRead(s_address, old, ticket);

        Assert.False(IsKnown(s_address));
    }

    [Fact]
    public void A_read_that_began_during_a_commit_puts_no_old_row_in_its_place()
    {
        var change = new EntityCacheChange(_cache);
        change.Note(s_address, Entity(2));
        _cache.TryFind(s_address, out _, out var ticket);
        var old = Entity(1);

        change.End(isCommitted: true);
        _cache.KeepRead(s_address, old, ticket);

        Assert.False(IsKnown(s_address));
    }

    [Fact]
    public void Of_two_changes_in_one_commit_the_first_is_never_seen()
    {
        Read(s_address, Entity(1));
        var first = new EntityCacheChange(_cache);
        var second = new EntityCacheChange(_cache);

        first.Note(s_address, Entity(2));
        second.Note(s_address, Entity(3));
        first.End(isCommitted: true);

        Assert.False(IsKnown(s_address));
        second.End(isCommitted: true);
        Assert.NotEqual(Entity(2).ETag, Known(s_address)?.ETag);
    }

    [Fact]
    public void Nothing_of_a_deleted_table_is_known_nor_kept_by_a_read_that_began_before()
    {
        var other = new RowAddress("Runs", "p", "other");
        Read(s_address, Entity(1));
        _cache.TryFind(other, out _, out var ticket);
        var change = new EntityCacheChange(_cache);

        change.NoteStore();
        Assert.False(IsKnown(s_address));
        change.End(isCommitted: true);
        _cache.KeepRead(other, Entity(1), ticket);

        Assert.False(IsKnown(other));
        Read(other, Entity(2));
        Assert.True(IsKnown(other));
    }

    [Theory]
    [InlineData(100, 1_000_000_000, 100)]
    [InlineData(1_000_000, 100_000, 150)]
    public void It_holds_no_more_than_its_limits_and_what_is_used_stays(int maxEntries, long maxBytes, int atMost)
    {
        var cache = new EntityCache(new EntityCacheLimits(maxEntries, maxBytes));
        var used = new RowAddress("Runs", "p", "used");
        RowAddress[] addresses = [.. Enumerable.Range(0, 10_000).Select(i => new RowAddress("Runs", "p", $"{i}"))];
        Keep(cache, used, Entity(0));

        foreach (var address in addresses)
        {
            Keep(cache, address, Entity(1));
            Assert.True(cache.TryFind(used, out _, out _));
        }

        Assert.InRange(addresses.Count(address => cache.TryFind(address, out _, out _)), 10, atMost);
    }

    [Fact]
    public void A_row_that_would_push_out_all_others_is_not_kept()
    {
        var cache = new EntityCache(new EntityCacheLimits(MaxEntries: 100, MaxBytes: 100_000));

        Keep(cache, s_address, Entity(1, bytes: 50_000));

        Assert.False(cache.TryFind(s_address, out _, out _));
    }

    private static StoredEntity Entity(long version, int bytes = 100) =>
        new("p", "r", DateTimeOffset.UnixEpoch, EntityRows.VersionTag(version), new byte[bytes]);

    private void Read(RowAddress address, StoredEntity? entity) => Keep(_cache, address, entity);

    private static void Keep(EntityCache cache, RowAddress address, StoredEntity? entity)
    {
        Assert.False(cache.TryFind(address, out _, out var ticket));
        cache.KeepRead(address, entity, ticket);
    }

    private bool IsKnown(RowAddress address) => _cache.TryFind(address, out _, out _);

    private StoredEntity? Known(RowAddress address)
    {
        _cache.TryFind(address, out var entity, out _);
        return entity;
    }
}
