using System.Text;
using Swarm.Functions.Content;

namespace Swarm.Tests.Functions.Content;

/// <summary>What every kind of content store does; each is tested by a class derived from this one.</summary>
public abstract class ContentStoreContract
{
    /// <summary>The limit of one value in these tests.</summary>
    protected const int MaxBytesPerValue = 1024 * 1024;

    protected abstract IContentStore Store { get; }

    /// <summary>The same store as another process has it, with another limit of all values together.</summary>
    protected abstract IContentStore OpenAgain(long maxBytesTotal);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_536)]
    [InlineData(MaxBytesPerValue)]
    public async Task A_value_comes_back_as_it_was_stored(int bytes)
    {
        var value = Value(bytes);
        var hash = ContentHash.Of(value);

        Assert.Equal(bytes, await WriteAsync(hash, value));

        Assert.Equal(value, await ReadAsync(hash));
    }

    [Fact]
    public async Task Storing_a_value_again_changes_nothing()
    {
        var value = Value(100);
        var hash = ContentHash.Of(value);
        await WriteAsync(hash, value);

        Assert.Equal(100, await WriteAsync(hash, value));

        Assert.Equal(value, await ReadAsync(hash));
    }

    [Fact]
    public async Task Many_may_store_the_same_value_at_a_time()
    {
        var value = Value(300_000);
        var hash = ContentHash.Of(value);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => WriteAsync(hash, value)));

        Assert.Equal(value, await ReadAsync(hash));
    }

    [Fact]
    public async Task What_has_another_hash_is_refused_and_not_kept()
    {
        var hash = ContentHash.Of(Value(100));

        var refused = await Assert.ThrowsAsync<ContentRefusedException>(() => WriteAsync(hash, Value(101)));

        Assert.Equal(ContentRefusal.OtherHash, refused.Refusal);
        Assert.Null(await Store.OpenAsync(hash, default));
    }

    [Fact]
    public async Task What_is_too_large_is_refused_and_not_kept()
    {
        var value = Value(MaxBytesPerValue + 1);
        var hash = ContentHash.Of(value);

        var refused = await Assert.ThrowsAsync<ContentRefusedException>(() => WriteAsync(hash, value));

        Assert.Equal(ContentRefusal.TooLarge, refused.Refusal);
        Assert.Null(await Store.OpenAsync(hash, default));
    }

    [Fact]
    public async Task A_value_whose_sender_breaks_off_is_not_kept()
    {
        var hash = ContentHash.Of(Value(200_000));
        await using var torn = new TornStream(Value(200_000)[..100_000]);

        await Assert.ThrowsAsync<IOException>(() => Store.WriteAsync(hash, torn, default));

        Assert.Null(await Store.OpenAsync(hash, default));
    }

    [Fact]
    public async Task A_forgotten_value_is_gone_and_can_be_stored_again()
    {
        var value = Value(100);
        var hash = ContentHash.Of(value);
        await WriteAsync(hash, value);

        await Store.DeleteAsync(hash, default);
        await Store.DeleteAsync(hash, default);

        Assert.Null(await Store.OpenAsync(hash, default));
        await WriteAsync(hash, value);
        Assert.Equal(value, await ReadAsync(hash));
    }

    [Fact]
    public async Task It_knows_how_much_it_holds_and_counts_a_value_once()
    {
        var value = Value(700);
        var hash = ContentHash.Of(value);
        var before = await Store.MeasureAsync(default);

        await WriteAsync(hash, value);
        await WriteAsync(hash, value);

        Assert.Equal(before + 700, await Store.MeasureAsync(default));
        Assert.Equal(before + 700, await OpenAgain(long.MaxValue).MeasureAsync(default));
        await Store.DeleteAsync(hash, default);
        Assert.Equal(before, await Store.MeasureAsync(default));
    }

    [Fact]
    public async Task A_full_store_names_the_option_and_takes_more_once_something_is_forgotten()
    {
        var (first, second) = (Value(600), Value(500));
        var small = OpenAgain(await Store.MeasureAsync(default) + 1000);
        await WriteAsync(small, first);

        for (var attempt = 0; attempt < 3; attempt++)
        {
            var refused = await Assert.ThrowsAsync<ContentRefusedException>(() => WriteAsync(small, second));
            Assert.Equal(ContentRefusal.Full, refused.Refusal);
            Assert.Contains("'Content:MaxBytesTotal'", refused.Message);
        }

        Assert.Equal(600, await WriteAsync(small, first));
        await small.DeleteAsync(ContentHash.Of(first), default);
        await WriteAsync(small, second);
        Assert.Equal(second, await ReadAsync(ContentHash.Of(second)));
    }

    private static async Task<long> WriteAsync(IContentStore store, byte[] value)
    {
        using var content = new MemoryStream(value);
        return await store.WriteAsync(ContentHash.Of(value), content, default);
    }

    /// <summary>A value of so many bytes that no other test has.</summary>
    protected byte[] Value(int bytes)
    {
        var value = new byte[bytes];
        new Random(bytes + GetType().Name.Length).NextBytes(value);
        var test = Encoding.UTF8.GetBytes(TestContext.Current.Test?.TestDisplayName ?? "");
        test.AsSpan(0, Math.Min(test.Length, bytes)).CopyTo(value);
        return value;
    }

    protected async Task<long> WriteAsync(ContentHash hash, byte[] value)
    {
        using var content = new MemoryStream(value);
        return await Store.WriteAsync(hash, content, default);
    }

    protected async Task<byte[]> ReadAsync(ContentHash hash)
    {
        await using var content = await Store.OpenAsync(hash, default);
        using var value = new MemoryStream();
        await content!.CopyToAsync(value, TestContext.Current.CancellationToken);
        return value.ToArray();
    }

    private sealed class TornStream(byte[] start) : MemoryStream(start)
    {
        public override async ValueTask<int> ReadAsync(
            Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await base.ReadAsync(buffer, cancellationToken);
            return read > 0 ? read : throw new IOException("The connection was reset.");
        }
    }
}
