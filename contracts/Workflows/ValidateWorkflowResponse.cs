namespace Swarm.Contracts.Workflows;

/// <summary>What the server found in a workflow file. Validation stores nothing.</summary>
/// <param name="Valid">True if the file can be stored and run.</param>
/// <param name="Errors">Everything that is wrong, by position; empty when valid.</param>
/// <param name="Name">The workflow's name, as far as it could be read.</param>
/// <param name="Nodes">The ids of its nodes in file order, as far as they could be read.</param>
public sealed record ValidateWorkflowResponse(
    bool Valid,
    IReadOnlyList<WorkflowError> Errors,
    string? Name,
    IReadOnlyList<string> Nodes);
