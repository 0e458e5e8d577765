using System.Text.Json;
using Swarm.Core.Checkpoints;
using Swarm.Core.Json;
using Swarm.Core.Patterns;
using Swarm.Core.References;
using Swarm.Core.Workflows;
using Swarm.Functions.Content;
using Swarm.Functions.Orchestrations;
using Swarm.Functions.Scopes;
using Swarm.Functions.Storage;
using Swarm.Functions.WorkItems;

namespace Swarm.Functions.Activities;

/// <summary>
/// Reads what directors answer. Rows are written in the order in which they are needed (the graph of a plan, then the
/// plan), and each answer is dealt with once: a step that is repeated says what it said before.
/// </summary>
public sealed class Planning(
    ScopeReader scopes,
    ScopeStore inners,
    OutputReader outputs,
    PlanReports reports,
    NodeResultStore results,
    WorkItemStore items,
    PlanTelling telling,
    ContentLookup content,
    LargeDocuments documents,
    SwarmTables tables)
{
    /// <summary>A plan's graph is read again for each of its nodes.</summary>
    private const int GraphMaxChars = 400_000;

    public async Task<PlanRead> ReadAsync(PlanRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var known = await reports.FindAsync(request.Run, cancellation);
        if (known.Last is { } last && known.Iteration >= request.Iteration)
        {
            await telling.TellAsync(request, last, cancellation);
            return last;
        }

        var scope = await scopes.ReadAsync(request.Run, cancellation);
        var document = await DealAsync(request, scope, known, cancellation);
        var row = await documents.ToRowAsync(
            request.Run.RunId,
            ScopeRows.Plan(request.Run),
            document with { Iteration = request.Iteration },
            ScopesJsonContext.Default.PlanDocument,
            cancellation);
        await tables.Runs.UpsertAsync(row, cancellation);
        await telling.TellAsync(request, document.Last!, cancellation);
        return document.Last!;
    }

    private async Task<PlanDocument> DealAsync(
        PlanRequest request, Scope scope, PlanDocument known, CancellationToken cancellation)
    {
        var limits = scope.Definition.Hierarchy!;
        var subtasks = known.Subtasks ?? [];
        var reading = await ReadPlanAsync(request, scope, limits.MaxNodes - subtasks.Count, cancellation);
        if (reading.Plan is not { } plan)
        {
            return Wrong(known, reading.Errors);
        }

        if (plan.IsDone)
        {
            var view = new HierarchyView(plan.Result, known.Rounds, subtasks.Count);
            await results.StoreAsync(
                request.Run,
                JsonSerializer.SerializeToElement(view, ScopesJsonContext.Default.HierarchyView),
                cancellation);
            return known with { Last = new PlanRead { IsDone = true }, Errors = null };
        }

        if (request.Round > limits.MaxRounds)
        {
            return Wrong(
                known, [$"No more than {limits.MaxRounds} plans are carried out. Answer with \"done\": true."]);
        }

        if (await OverspentAsync(request.Run, limits, cancellation) is { } overspent)
        {
            return known with { Last = new PlanRead { Exhausted = overspent } };
        }

        return await TryStoreGraphAsync(request, scope, plan, cancellation) is { } problem
            ? Wrong(known, [problem])
            : known with
            {
                Last = new PlanRead { IsPlan = true, Subtasks = plan.Subtasks.Count },
                Errors = null,
                Rounds = request.Round,
                Subtasks =
                [
                    .. subtasks,
                    .. plan.Subtasks.Select(task =>
                        new PlannedSubtask(request.Round, task.Id, task.Worker, task.Title, task.Needs)),
                ],
            };
    }

    private static PlanDocument Wrong(PlanDocument known, IReadOnlyList<string> errors) => known with
    {
        Last = new PlanRead { Problem = string.Join(" ", errors.Take(3)) },
        Errors = errors,
    };

    private async Task<PlanReading> ReadPlanAsync(
        PlanRequest request, Scope scope, int subtasksLeft, CancellationToken cancellation)
    {
        var director = scope.Definition.Nodes[0] with { OutputFormat = OutputFormat.Text };
        var output = await outputs.ReadAsync(request.Run.RunId, director, request.Result, cancellation);
        var printed = output is { } given && given.TryGetProperty(ShellOutput.Stdout, out var stdout)
            ? await content.WholeAsync(stdout, cancellation)
            : default;
        if (printed.ValueKind == JsonValueKind.Object)
        {
            return new PlanReading(Plan: null, ["The answer is too long. Print a shorter plan, and nothing else."]);
        }

        return PrintedJson.Find(printed.ValueKind == JsonValueKind.String ? printed.GetString()! : "") is { } answer
            ? PlanReader.Read(answer, PlanReports.WorkersOf(scope.Definition.Hierarchy!), subtasksLeft)
            : new PlanReading(
                Plan: null, ["The answer holds no JSON object. Print the plan as JSON, and nothing else."]);
    }

    /// <summary>Stores the graph of a plan; says what is wrong with it, if anything.</summary>
    private async Task<string?> TryStoreGraphAsync(
        PlanRequest request, Scope scope, Plan plan, CancellationToken cancellation)
    {
        var inner = request.Run with { Scope = request.Run.PathOf(PlanRound.IdOf(request.Round)) };
        var workers = scope.Definition.Hierarchy!.Workers.Append(DirectorOf(scope.Definition));
        var graph = PlanCompiler.Compile(
            PlanRound.IdOf(request.Round), plan, workers.ToDictionary(worker => worker.Id));
        graph = graph with { Checkpoints = Reviews.InPlans(scope.Definition.Checkpoints) };
        var json = JsonSerializer.SerializeToElement(graph, CoreJsonContext.Default.WorkflowDefinition);
        if (json.GetRawText().Length > GraphMaxChars)
        {
            return $"The plan is too large: with its inputs it has more than {GraphMaxChars} characters.";
        }

        var document = scope.Document with
        {
            Plan = json,
            Trail = [],
            Privacy = scope.LeastPrivacy(),
            Checkpoints = null,
        };
        await inners.FixAsync(inner, document, cancellation);
        return null;
    }

    /// <summary>A subtask that a director of its own plans, one level deeper.</summary>
    private static NodeDefinition DirectorOf(WorkflowDefinition hierarchy) => new()
    {
        Id = HierarchyDefinition.Director,
        Kind = NodeKind.Workflow,
        Workflow = new NestedWorkflow
        {
            // Without a fallback, which is one for the whole: a director below that gives no plan fails its subtask.
            Definition = hierarchy with
            {
                Nodes = [hierarchy.Nodes[0]],
                Hierarchy = hierarchy.Hierarchy! with
                {
                    MaxDepth = hierarchy.Hierarchy.MaxDepth - 1,
                    Patience = null,
                },
            },
        },
    };

    /// <summary>
    /// Whether what the hierarchy has cost so far is more than it may; tools that tell no cost count nothing.
    /// </summary>
    private async Task<string?> OverspentAsync(
        RunReference hierarchy, HierarchyDefinition limits, CancellationToken cancellation)
    {
        if (limits.MaxCostUsd is not { } limit)
        {
            return null;
        }

        var spent = 0m;
        await foreach (var item in items.EachAsync(hierarchy.RunId, cancellation))
        {
            if (hierarchy.IsRoot() || item.Spec.Node.StartsWith($"{hierarchy.Scope}.", StringComparison.Ordinal))
            {
                spent += item.Used()?.CostUsd ?? 0;
            }
        }

        return spent > limit ? $"It has cost {spent} US dollars, more than {limit} (limits.cost)." : null;
    }
}
