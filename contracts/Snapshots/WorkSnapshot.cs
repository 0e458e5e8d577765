using Swarm.Contracts.Content;

namespace Swarm.Contracts.Snapshots;

/// <summary>
/// The progress of a work item as its worker saved it: whoever gets the work item next begins there and not anew.
/// </summary>
public sealed record WorkSnapshot
{
    /// <summary>When it was saved.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The commit that the work began from; null for work without a repository.</summary>
    public string? Base { get; init; }

    /// <summary>
    /// The commit that holds the files as they were; null for work without a repository. A ref of the repository keeps
    /// it until the work item has ended.
    /// </summary>
    public string? Commit { get; init; }

    /// <summary>
    /// The commits from <see cref="Base"/> to <see cref="Commit"/> as a git bundle, for a machine whose repository does
    /// not have them; null when they were too large to be stored.
    /// </summary>
    public ContentReference? Bundle { get; init; }

    /// <summary>What the tool wrote down of its progress, at most 64 KiB of text; null for nothing.</summary>
    public ContentReference? State { get; init; }
}
