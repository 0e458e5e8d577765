namespace Swarm.Contracts.WorkItems;

/// <summary>What a work item asks for, where it travels by reference.</summary>
/// <param name="Shell">What to run, for the tool <c>shell</c>.</param>
/// <param name="Ai">What to ask, for tools that are asked in words.</param>
/// <param name="CommitMessage">The message of <see cref="GitWork.CommitMessage"/>; null when there is none.</param>
public sealed record WorkPayload(ShellWork? Shell, AiWork? Ai, string? CommitMessage = null);
