namespace Swarm.Contracts.Checkpoints;

/// <summary>The addresses of the answers to a checkpoint, see <see cref="ApiRoutes.AnswerCheckpoint"/>.</summary>
public static class CheckpointRoutes
{
    /// <summary>The run goes on (POST).</summary>
    public const string Approve = "api/v1/checkpoints/{id}/approve";

    /// <summary>The node fails (POST).</summary>
    public const string Reject = "api/v1/checkpoints/{id}/reject";

    /// <summary>The work is to be done again (POST).</summary>
    public const string Correct = "api/v1/checkpoints/{id}/correct";

    /// <summary>The run goes on without an answer (POST).</summary>
    public const string Skip = "api/v1/checkpoints/{id}/skip";
}
