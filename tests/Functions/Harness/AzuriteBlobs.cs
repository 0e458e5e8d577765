namespace Swarm.Tests.Functions.Harness;

/// <summary>Azurite's blobs.</summary>
public sealed class AzuriteBlobs() : Azurite("Blob");
