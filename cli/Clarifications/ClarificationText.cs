using Spectre.Console;
using Swarm.Cli.Consoles;
using Swarm.Contracts.Clarifications;
using Swarm.Contracts.Json;

namespace Swarm.Cli.Clarifications;

/// <summary>Shows questions to people.</summary>
internal static class ClarificationText
{
    public static void WriteTable(CliContext context, IReadOnlyList<Clarification> questions)
    {
        if (questions.Count == 0)
        {
            context.Out.WriteLine("No questions.");
            return;
        }

        var table = new Table().Border(TableBorder.Simple);
        table.AddColumns("question", "node", "tool", "status", "asked", "what");
        foreach (var question in questions)
        {
            table.AddRow(
                Markup.Escape(question.Id),
                Markup.Escape(question.Node),
                Markup.Escape(question.Tool),
                EnumWords.Of(question.Status),
                context.Local(question.AskedAt),
                Markup.Escape(question.Question));
        }

        context.Console.Write(table);
    }

    public static void Write(CliContext context, Clarification question)
    {
        var output = context.Out;
        output.WriteLine($"{question.Id}: {EnumWords.Of(question.Status)}");
        output.WriteLine($"  node {question.Node}, iteration {question.Iteration}, of run {question.RunId}");
        output.WriteLine($"  {question.Question}");
        foreach (var option in question.Options)
        {
            output.WriteLine($"  - {option}");
        }

        if (question.Assumption is { } assumption)
        {
            output.WriteLine($"  If nobody answers: {assumption}");
        }

        output.WriteLine(question switch
        {
            { Status: ClarificationStatus.Open } =>
                $"  It waits until {context.Local(question.ExpiresAt)}. `swarm answer {question.Id} TEXT` answers it.",
            { AnsweredBy: { } who } =>
                $"  Answered by {who} at {context.Local(question.ClosedAt!.Value)}: {question.Answer}",
            { Answer: { } answer } => $"  Nobody answered; the work went on with: {answer}",
            _ => $"  Closed at {context.Local(question.ClosedAt ?? question.ExpiresAt)} without an answer.",
        });
    }
}
