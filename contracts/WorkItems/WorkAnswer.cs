namespace Swarm.Contracts.WorkItems;

/// <summary>What was answered to a question of a work item.</summary>
/// <param name="Question">The question as it was asked.</param>
/// <param name="Answer">What the work goes on with.</param>
/// <param name="By">Who answered; null when nobody did in time and an assumption stands in for it.</param>
public sealed record WorkAnswer(string Question, string Answer, string? By);
