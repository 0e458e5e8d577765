using Microsoft.Extensions.Options;
using Swarm.Functions.Content;
using Swarm.Functions.Content.Blobs;
using Swarm.Tests.Functions.Harness;

namespace Swarm.Tests.Functions.Content;

/// <summary>Content in blobs of a storage account, against Azurite.</summary>
public sealed class BlobContentStoreTests(AzuriteBlobs azurite)
    : ContentStoreContract, IClassFixture<AzuriteBlobs>, IDisposable
{
    private readonly List<BlobContentStore> _stores = [];

    protected override IContentStore Store => _stores.Count > 0 ? _stores[0] : OpenAgain(long.MaxValue);

    public void Dispose() => _stores.ForEach(store => store.Dispose());

    protected override IContentStore OpenAgain(long maxBytesTotal)
    {
        var options = new ContentOptions { MaxBytesPerValue = MaxBytesPerValue, MaxBytesTotal = maxBytesTotal };
        _stores.Add(new BlobContentStore(azurite.ConnectionString, Options.Create(options), TimeProvider.System));
        return _stores[^1];
    }
}
