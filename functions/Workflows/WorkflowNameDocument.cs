namespace Swarm.Functions.Workflows;

/// <summary>
/// Which workflow has a name. It is written first, so that two files of one name never make two workflows.
/// </summary>
public sealed record WorkflowNameDocument(string WorkflowId, DateTimeOffset CreatedAt);
