namespace Swarm.Functions.Backups;

/// <summary>Makes backups of what a host keeps on a disk of its own.</summary>
public interface IBackups
{
    /// <summary>Why there is nothing to back up here and what to do instead; null if there is.</summary>
    string? Refusal { get; }

    /// <summary>Writes everything, as it is at one instant, as a tar archive, while all goes on.</summary>
    Task WriteAsync(Stream target, CancellationToken cancellation);
}
