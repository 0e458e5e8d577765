using System.Text.Json;
using Swarm.Contracts.Statuses;
using Swarm.Core.Patterns;
using Swarm.Core.References;
using Swarm.Core.Workflows;
using Swarm.Functions.Content;
using Swarm.Functions.Orchestrations;
using Swarm.Functions.Runs;
using Swarm.Functions.Storage;

namespace Swarm.Functions.Scopes;

/// <summary>What directors have planned, and what they are told of it.</summary>
public sealed class PlanReports(SwarmTables tables, LargeDocuments documents)
{
    /// <summary>What a director is told of one result at most.</summary>
    private const int ResultMaxChars = 2_000;

    public async Task<PlanDocument> FindAsync(RunReference hierarchy, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(hierarchy);
        var type = ScopesJsonContext.Default.PlanDocument;
        var row = ScopeRows.Plan(hierarchy);
        return await documents.FindAsync(hierarchy.RunId, row, type, cancellation) ?? new PlanDocument();
    }

    /// <summary>The workers that a director may name.</summary>
    public static IReadOnlyList<string> WorkersOf(HierarchyDefinition hierarchy)
    {
        ArgumentNullException.ThrowIfNull(hierarchy);
        var names = hierarchy.Workers.Select(worker => worker.Id);
        return [.. hierarchy.MaxDepth > 0 ? names.Append(HierarchyDefinition.Director) : names];
    }

    /// <summary>What a director is told when it is asked now.</summary>
    public async Task<JsonElement> ReadAsync(RunReference hierarchy, Scope scope, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(scope);
        var plan = await FindAsync(hierarchy, cancellation);
        var limits = scope.Definition.Hierarchy!;
        var subtasks = new List<SubtaskReport>();
        foreach (var subtask in plan.Subtasks ?? [])
        {
            subtasks.Add(await ReportAsync(hierarchy, subtask, cancellation));
        }

        var report = new PlanReport
        {
            Round = plan.Rounds + 1,
            RoundsLeft = limits.MaxRounds - plan.Rounds,
            SubtasksLeft = limits.MaxNodes - subtasks.Count,
            Workers = WorkersOf(limits),
            Errors = plan.Errors ?? [],
            Subtasks = subtasks,
            AnswerSchema = PlanSchema.Schema,
        };
        return JsonSerializer.SerializeToElement(report, ScopesJsonContext.Default.PlanReport);
    }

    private async Task<SubtaskReport> ReportAsync(
        RunReference hierarchy, PlannedSubtask subtask, CancellationToken cancellation)
    {
        var path = (hierarchy with { Scope = hierarchy.PathOf(PlanRound.IdOf(subtask.Round)) }).PathOf(subtask.Id);
        var row = await tables.FindNodeAsync(hierarchy.RunId, path, cancellation);
        var last = row?.Current();
        return new SubtaskReport(
            subtask.Round,
            subtask.Id,
            subtask.Worker,
            subtask.Title,
            row?.Status ?? NodeStatus.Pending,
            last?.Reason,
            last?.Output is { } output ? Cut(PlainResult.Of(output)) : null);
    }

    private static JsonElement Cut(JsonElement result)
    {
        if (result.GetRawText().Length <= ResultMaxChars)
        {
            return result;
        }

        var text = result.ValueKind == JsonValueKind.String ? result.GetString()! : result.GetRawText();
        return JsonSerializer.SerializeToElement(
            $"…{text[^Math.Min(text.Length, ResultMaxChars)..]}", ScopesJsonContext.Default.String);
    }
}
