namespace Swarm.Contracts.Clarifications;

/// <summary>Answers a clarification. The same answer again is answered alike; another one is refused.</summary>
/// <param name="Answer">What the work is to go on with, 1 to 4,000 characters.</param>
public sealed record AnswerClarificationRequest(string Answer);
