using Swarm.Contracts.Statuses;

namespace Swarm.Functions.Checkpoints;

/// <summary>Which checkpoints are listed.</summary>
/// <param name="Status">Those of this status; null for all.</param>
/// <param name="RunId">Those of this run; null for all.</param>
public sealed record CheckpointFilter(CheckpointStatus? Status = null, string? RunId = null)
{
    /// <summary>Whether only those are wanted that wait, of which there is a list of its own.</summary>
    public bool IsOpen => Status == CheckpointStatus.Open;

    public bool Takes(CheckpointDocument checkpoint)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        return (Status is null || checkpoint.Status == Status) && (RunId is null || checkpoint.RunId == RunId);
    }
}
