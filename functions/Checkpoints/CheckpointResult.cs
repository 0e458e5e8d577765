using Swarm.Contracts.Statuses;

namespace Swarm.Functions.Checkpoints;

/// <summary>What a checkpoint puts out; see <see cref="Core.Workflows.CheckpointOutput"/>.</summary>
public sealed record CheckpointResult(
    CheckpointStatus Decision, string Feedback, string Correction, bool Expired);
