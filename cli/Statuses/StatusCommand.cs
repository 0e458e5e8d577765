using System.CommandLine;
using Spectre.Console;
using Swarm.Cli.Api;
using Swarm.Cli.Consoles;
using Swarm.Cli.Json;
using Swarm.Cli.Watching;
using Swarm.Cli.Runs;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.Workers;

namespace Swarm.Cli.Statuses;

/// <summary><c>swarm status</c>: is the control plane well, which workers are there, what runs just now.</summary>
internal static class StatusCommand
{
    private const int RunsLookedAt = 200;

    public static Command Create(CliContext context, ConnectionOptions options)
    {
        var json = new Option<bool>("--json") { Description = "Write JSON." };
        var command = new Command("status", "Show control plane, workers and active runs.") { json };
        command.SetAction(async (parsed, _) =>
        {
            using var client = options.Connect(parsed, context);
            var report = await ReadAsync(client, context.Interrupted);
            if (parsed.GetValue(json))
            {
                JsonOutput.Write(context.Out, report, CliJsonContext.Default.StatusReport);
            }
            else
            {
                Write(context, report);
            }

            return report.ControlPlane.Status == "healthy" ? ExitCodes.Ok : ExitCodes.Unreachable;
        });
        return command;
    }

    private static async Task<StatusReport> ReadAsync(SwarmClient client, CancellationToken cancellation)
    {
        var health = await client.GetHealthAsync(cancellation);
        var workers = await client.ListWorkersAsync(cancellation);
        var runs = await client.ListRunsAsync(RunsLookedAt, cancellation);
        return new StatusReport(
            client.Address, health, workers.Items, [.. runs.Items.Where(r => !StatusWords.IsFinal(r.Status))]);
    }

    private static void Write(CliContext context, StatusReport report)
    {
        context.Out.WriteLine(
            $"Control plane {report.Address} is {report.ControlPlane.Status}, version {report.ControlPlane.Version}.");
        foreach (var (name, wrong) in report.ControlPlane.Checks.Where(c => c.Value is not null))
        {
            context.Out.WriteLine($"  {name}: {wrong}");
        }

        WriteWorkers(context, report.Workers);
        if (report.ActiveRuns.Count == 0)
        {
            context.Out.WriteLine("No active runs.");
        }
        else
        {
            RunsCommand.WriteTable(context, report.ActiveRuns);
        }
    }

    private static void WriteWorkers(CliContext context, IReadOnlyList<WorkerSummary> workers)
    {
        if (workers.Count == 0)
        {
            context.Out.WriteLine("No workers have joined.");
            return;
        }

        var table = new Table().Border(TableBorder.Simple);
        table.AddColumns("worker", "status", "slots", "tools", "last heard");
        foreach (var worker in workers)
        {
            var heard = worker.LastSeenAt is { } at
                ? StatusWords.Duration(context.Time.GetUtcNow() - at) + " ago"
                : "never";
            var colour = worker.Status is WorkerStatus.Online or WorkerStatus.Busy ? "green" : "grey";
            table.AddRow(
                Markup.Escape(worker.Name),
                $"[{colour}]{worker.Status.ToString().ToLowerInvariant()}[/]",
                $"{worker.WorkItems.Count}/{worker.Slots}",
                Markup.Escape(string.Join(' ', worker.Tools)),
                heard);
        }

        context.Console.Write(table);
    }
}
