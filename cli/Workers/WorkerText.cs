using Spectre.Console;
using Swarm.Cli.Consoles;
using Swarm.Cli.Watching;
using Swarm.Contracts.Allocation;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.Workers;

namespace Swarm.Cli.Workers;

/// <summary>Shows workers, and decisions on who gets what, to people.</summary>
internal static class WorkerText
{
    private const double Gigabyte = 1024.0 * 1024 * 1024;

    public static void WriteTable(CliContext context, IReadOnlyList<WorkerSummary> workers)
    {
        if (workers.Count == 0)
        {
            context.Out.WriteLine("No workers have joined.");
            return;
        }

        var table = new Table().Border(TableBorder.Simple);
        table.AddColumns("worker", "id", "status", "slots", "tools", "labels", "owner", "last heard");
        foreach (var worker in workers)
        {
            table.AddRow(
                Markup.Escape(worker.Name),
                worker.Id,
                $"[{ColourOf(worker.Status)}]{Of(worker)}[/]",
                $"{worker.WorkItems.Count}/{worker.Slots}",
                Markup.Escape(string.Join(' ', worker.Tools)),
                Markup.Escape(string.Join(' ', worker.Labels)),
                Markup.Escape(worker.Owner ?? "everybody"),
                Heard(context, worker));
        }

        context.Console.Write(table);
    }

    public static void Write(CliContext context, WorkerDetail worker)
    {
        var (output, summary, load) = (context.Out, worker.Summary, worker.Load);
        output.WriteLine($"{summary.Name} ({summary.Id}): {Of(summary)}, {summary.WorkItems.Count}/{summary.Slots}"
            + $" slots taken, heard {Heard(context, summary)}");
        if (worker.HeldBack is { } why)
        {
            output.WriteLine($"  takes no more work now: {why}");
        }

        output.WriteLine($"  {(summary.Trusted ? "trusted with" : "not trusted with")} sensitive work; "
            + $"allows {Words(worker.Profile.Permission)} work");
        output.WriteLine($"  owner {summary.Owner ?? "nobody in particular"}"
            + string.Concat(worker.Shares.Select(share =>
                $", shared with {share.User} as {share.Role.ToString().ToLowerInvariant()}")));
        WriteList(output, "labels", summary.Labels);
        WriteList(output, "set up for", [.. summary.Specialisations.Select(s => s.ToString().ToLowerInvariant())]);
        WriteList(output, "tools", [.. summary.Tools.Select(tool => Of(tool, worker.ToolStates))]);
        WriteList(output, "warm", [.. worker.Warm.Repositories, .. worker.Warm.Sessions, .. worker.Warm.Models]);
        output.WriteLine(FormattableString.Invariant(
            $"  processors {load.CpuPercent?.ToString("0") ?? "?"} % busy, memory {Size(load.MemoryUsedBytes)} used,")
            + $" disk {Size(load.DiskFreeBytes)} free; {worker.History.Count} sample(s) of the last hour");
        WriteList(output, "holds", summary.WorkItems);
    }

    public static void Write(CliContext context, AllocationDecision decision)
    {
        var output = context.Out;
        output.WriteLine(decision.Summary);
        output.WriteLine($"  queue {decision.Queue}, decision {decision.Round}"
            + (decision.Because is { } because ? $": {because}" : ""));
        foreach (var candidate in decision.Candidates)
        {
            var scores = candidate.Scores.Select(score => FormattableString.Invariant(
                $"{score.Part.ToString().ToLowerInvariant()} {score.Points:0.#}"));
            output.WriteLine(FormattableString.Invariant($"  {candidate.Points,5:0.0}  {candidate.Name}  (")
                + $"{string.Join(", ", scores)})");
        }

        foreach (var exclusion in decision.Exclusions)
        {
            output.WriteLine($"      –  {exclusion.Name} {exclusion.Detail}");
        }

        var hidden = decision.ExclusionCounts.Values.Sum() - decision.Exclusions.Count
            + decision.CandidateCount - decision.Candidates.Count;
        if (hidden > 0)
        {
            output.WriteLine($"  and {hidden} more");
        }
    }

    private static void WriteList(TextWriter output, string name, IReadOnlyList<string> items)
    {
        if (items.Count > 0)
        {
            output.WriteLine($"  {name}: {string.Join(", ", items)}");
        }
    }

    private static string Of(string tool, IReadOnlyList<ToolState> states) =>
        states.FirstOrDefault(state => state.Name == tool) switch
        {
            null => tool,
            { Healthy: false } broken => $"{tool} (does not work: {broken.Reason ?? "no reason given"})",
            { ParkedUntil: { } until } => $"{tool} (quota used up until {until.UtcDateTime:HH:mm} UTC)",
            var state => $"{tool} {state.Version}".TrimEnd(),
        };

    private static string Of(WorkerSummary worker) =>
        worker.Revoked ? "revoked" : worker.Status.ToString().ToLowerInvariant();

    private static string ColourOf(WorkerStatus status) => status switch
    {
        WorkerStatus.Online or WorkerStatus.Busy => "green",
        WorkerStatus.Draining => "yellow",
        WorkerStatus.Error => "red",
        _ => "grey",
    };

    private static string Heard(CliContext context, WorkerSummary worker) => worker.LastSeenAt is { } at
        ? StatusWords.Duration(context.Time.GetUtcNow() - at) + " ago"
        : "never";

    private static string Words(PermissionLevel level) => level switch
    {
        PermissionLevel.HumanRequired => "human-required",
        PermissionLevel.Supervised => "supervised",
        _ => "autonomous",
    };

    private static string Size(long? bytes) =>
        bytes is { } known ? FormattableString.Invariant($"{known / Gigabyte:0.0} GiB") : "?";
}
