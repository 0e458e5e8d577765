using Spectre.Console;
using Swarm.Cli.Consoles;
using Swarm.Contracts.DeadLetters;
using Swarm.Contracts.Json;

namespace Swarm.Cli.DeadLetters;

/// <summary>Shows dead letters to people.</summary>
internal static class DeadLetterText
{
    public static void WriteTable(CliContext context, IReadOnlyList<DeadLetter> letters)
    {
        if (letters.Count == 0)
        {
            context.Out.WriteLine("No dead letters.");
            return;
        }

        var table = new Table().Border(TableBorder.Simple);
        table.AddColumns("dead letter", "node", "tool", "status", "parked", "why");
        foreach (var letter in letters)
        {
            table.AddRow(
                Markup.Escape(letter.Id),
                Markup.Escape(letter.Node),
                letter.Tool,
                EnumWords.Of(letter.Status),
                context.Local(letter.ParkedAt),
                Markup.Escape(letter.Reason));
        }

        context.Console.Write(table);
    }

    public static void Write(CliContext context, DeadLetter letter)
    {
        var output = context.Out;
        output.WriteLine($"{letter.Id}: {EnumWords.Of(letter.Status)}");
        output.WriteLine(
            $"  node {letter.Node}, iteration {letter.Iteration}, attempt {letter.Attempt}, of run {letter.RunId}");
        output.WriteLine($"  {letter.Reason}");
        foreach (var delivery in letter.Deliveries)
        {
            output.WriteLine(
                $"  {context.Local(delivery.ClaimedAt)} to {context.Local(delivery.EndedAt)}"
                + $"  worker {delivery.WorkerId}: {delivery.Reason}");
        }

        output.WriteLine(letter switch
        {
            { Status: DeadLetterStatus.Parked } =>
                $"  It is dropped by itself at {context.Local(letter.ExpiresAt)}."
                + $" `swarm dead-letters replay {letter.Id}` queues it again.",
            { SettledAt: { } at, SettledBy: { } who } => $"  Settled at {context.Local(at)} by {who}.",
            { SettledAt: { } at } => $"  Settled at {context.Local(at)}.",
            _ => "",
        });
    }
}
