using Swarm.Functions.Backups;

namespace Swarm.Functions.Hosts.Azure;

/// <summary>Everything lies in the storage account, which has means of its own.</summary>
internal sealed class NoBackups : IBackups
{
    public string? Refusal =>
        "This control plane keeps everything in its storage account. Use the account's redundancy, soft delete and "
        + "point-in-time restore.";

    public Task WriteAsync(Stream target, CancellationToken cancellation) => throw new NotSupportedException(Refusal);
}
