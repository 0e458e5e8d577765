using Swarm.Functions.Content;
using Swarm.Functions.Hosts.Embedded;
using Swarm.Tests.Functions.Harness;

namespace Swarm.Tests.Functions.Content;

/// <summary>Content in files.</summary>
public sealed class FileContentStoreTests : ContentStoreContract, IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly FileContentStore _store;

    public FileContentStoreTests() => _store = Open(64 * MaxBytesPerValue);

    protected override IContentStore Store => _store;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Values_outlive_the_process_and_what_it_did_not_finish_does_not()
    {
        var value = Value(1000);
        var hash = ContentHash.Of(value);
        await WriteAsync(hash, value);
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "unfinished", "torn"), "half of so");

        var next = Open(64 * MaxBytesPerValue);
        await next.WriteAsync(ContentHash.Of([1]), new MemoryStream([1]), default);

        Assert.Equal(value, await ReadAsync(hash));
        Assert.Empty(Directory.GetFiles(Path.Combine(_folder.Path, "unfinished")));
    }

    [Fact]
    public async Task A_damaged_value_cannot_be_read_to_its_end()
    {
        var value = Value(100_000);
        var hash = ContentHash.Of(value);
        await WriteAsync(hash, value);
        var file = Directory.GetFiles(_folder.Path, hash.Text, SearchOption.AllDirectories).Single();
        value[50_000] ^= 1;
        await File.WriteAllBytesAsync(file, value);

        var damaged = await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync(hash));

        Assert.Contains(hash.Text, damaged.Message);
    }

    protected override IContentStore OpenAgain(long maxBytesTotal) => Open(maxBytesTotal);

    private FileContentStore Open(long maxBytesTotal) => new(
        _folder.Path,
        new ContentOptions { MaxBytesPerValue = MaxBytesPerValue, MaxBytesTotal = maxBytesTotal });
}
