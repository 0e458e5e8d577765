using Spectre.Console;
using Swarm.Cli.Consoles;
using Swarm.Contracts.Checkpoints;
using Swarm.Contracts.Json;
using Swarm.Contracts.Statuses;

namespace Swarm.Cli.Checkpoints;

/// <summary>Shows checkpoints to people.</summary>
internal static class CheckpointText
{
    public static void WriteTable(CliContext context, IReadOnlyList<CheckpointView> checkpoints)
    {
        if (checkpoints.Count == 0)
        {
            context.Out.WriteLine("No checkpoints.");
            return;
        }

        var table = new Table().Border(TableBorder.Simple);
        table.AddColumns("checkpoint", "status", "opened", "until", "question");
        foreach (var checkpoint in checkpoints)
        {
            table.AddRow(
                Markup.Escape(checkpoint.Id),
                EnumWords.Of(checkpoint.Status),
                context.Local(checkpoint.OpenedAt),
                context.Local(checkpoint.ExpiresAt),
                Markup.Escape(checkpoint.Question));
        }

        context.Console.Write(table);
    }

    public static void WriteOpened(CliContext context, OpenedCheckpoint opened)
    {
        var next = opened.Node is { } named ? $"'{named}'" : "whatever is next";
        context.Out.WriteLine($"The run asks before {next} begins.");
    }

    public static void Write(CliContext context, CheckpointView checkpoint)
    {
        var output = context.Out;
        output.WriteLine($"{checkpoint.Id}: {EnumWords.Of(checkpoint.Status)}");
        output.WriteLine($"  {checkpoint.Question}");
        output.WriteLine(
            $"  node {checkpoint.Node}, iteration {checkpoint.Iteration}, of run {checkpoint.RunId}");
        if (checkpoint.Feedback is { Length: > 0 } feedback)
        {
            output.WriteLine($"  feedback: {feedback}");
        }

        if (checkpoint.Correction is { Length: > 0 } correction)
        {
            output.WriteLine($"  correction: {correction}");
        }

        output.WriteLine(checkpoint switch
        {
            { Status: CheckpointStatus.Open } =>
                $"  It waits until {context.Local(checkpoint.ExpiresAt)}."
                + $" `swarm checkpoints approve {checkpoint.Id}` lets the run go on.",
            { Expired: true } => $"  Nobody answered until {context.Local(checkpoint.ExpiresAt)}.",
            { ClosedAt: { } at } => $"  Answered at {context.Local(at)}.",
            _ => "",
        });
    }
}
