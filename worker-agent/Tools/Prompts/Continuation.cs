using System.Text;
using Swarm.Contracts.WorkItems;

namespace Swarm.WorkerAgent.Tools.Prompts;

/// <summary>What a tool is told when its work goes on after a question, or from a snapshot.</summary>
internal static class Continuation
{
    /// <summary>The work with the prompt for this part of it.</summary>
    /// <param name="work">The work as it was asked for.</param>
    /// <param name="answers">The answers so far.</param>
    /// <param name="state">What the tool had written down.</param>
    /// <param name="holdsConversation">Whether the tool remembers the conversation in which it asked.</param>
    /// <param name="isRestored">Whether the files are those of a snapshot.</param>
    public static AiWork Of(
        AiWork work, IReadOnlyList<WorkAnswer> answers, string? state, bool holdsConversation, bool isRestored)
    {
        if (holdsConversation && answers.Count > 0)
        {
            var last = answers[^1];
            return work with
            {
                Instructions = null,
                Prompt = $"You asked: {last.Question}\n\n{WordsOf(last)}\n\nGo on with your work.",
            };
        }

        if (answers.Count == 0 && state is null && !isRestored)
        {
            return work;
        }

        var prompt = new StringBuilder(work.Prompt).Append("\n\n---\nThis work was begun before and goes on now.");
        prompt.Append(isRestored ? " The files are as they were then." : "");
        foreach (var answer in answers)
        {
            prompt.Append("\n\nIt was asked: ").Append(answer.Question).Append('\n').Append(WordsOf(answer));
        }

        if (state is not null)
        {
            prompt.Append("\n\nWhat was written down of the progress:\n").Append(state);
        }

        return work with { Prompt = prompt.ToString() };
    }

    private static string WordsOf(WorkAnswer answer) =>
        answer.By is null ? $"Nobody answered. Go on with this: {answer.Answer}" : $"The answer: {answer.Answer}";
}
