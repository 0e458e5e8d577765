using Microsoft.Extensions.Options;
using Swarm.Functions.Content;
using Swarm.Functions.Content.Blobs;
using Swarm.Tests.Functions.Harness;

namespace Swarm.Tests.Functions.Content;

/// <summary>Content in blobs of a storage account, against Azurite.</summary>
public sealed class BlobContentStoreTests(AzuriteBlobs azurite)
    : ContentStoreContract, IClassFixture<AzuriteBlobs>, IDisposable
{
    private readonly BlobContentStore _store = new(
        azurite.ConnectionString, Options.Create(new ContentOptions { MaxBytesPerValue = MaxBytesPerValue }));

    protected override IContentStore Store => _store;

    public void Dispose() => _store.Dispose();
}
