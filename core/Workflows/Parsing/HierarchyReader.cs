using Swarm.Core.Documents;

namespace Swarm.Core.Workflows.Parsing;

/// <summary>Reads a director, the workers that it may name, and its limits.</summary>
internal sealed class HierarchyReader(ErrorList errors, NodeReader reader)
{
    private static readonly string[] s_limits = ["depth", "nodes", "rounds", "corrections", "time", "cost", "patience"];

    /// <summary>What workers cannot be named, and what the name means.</summary>
    private static readonly Dictionary<string, string> s_taken = new()
    {
        [HierarchyDefinition.Director] = "a subtask of that name is planned by a director of its own, as far as "
            + "'limits.depth' allows.",
        [HierarchyDefinition.Fallback] = "that is what takes the director's place when it gives no plan.",
    };

    /// <summary>Reads it; the director and what takes its place are added to the nodes.</summary>
    public HierarchyDraft Read(MapReader root, List<NodeDraft> nodes)
    {
        if (root.Required(HierarchyDefinition.Director, "{ tool: claude-code, prompt: ... }") is not null)
        {
            var director = reader.Read(root.Entry(HierarchyDefinition.Director)!);
            if (director.Definition is { Kind: not NodeKind.Work } or { FanOut: not null } or { Evaluation: not null })
            {
                errors.Add(
                    director.Entry.Position,
                    director.Entry.Pointer,
                    WorkflowErrorCodes.ConflictingFields,
                    "The director must be work for one worker: it prints a plan.",
                    director.Id,
                    "Use run, script or prompt.");
            }

            nodes.Add(director with
            {
                Role = NodeRole.Director,
                Definition = director.Definition with { OutputFormat = OutputFormat.Json },
            });
        }

        var fallback = root.Entry(HierarchyDefinition.Fallback) is { } entry ? reader.Read(entry) : null;
        if (fallback is not null)
        {
            nodes.Add(fallback with { Role = NodeRole.Fallback });
        }

        var workers = ReadWorkers(root);
        var limits = root.Value("limits") is { } value ? MapReader.Open(errors, value, "'limits'", s_limits) : null;
        var definition = new HierarchyDefinition
        {
            Workers = [.. workers.Select(worker => worker.Definition)],
            MaxDepth = limits?.Integer("depth", 0, WorkflowLimits.MaxNesting) ?? 0,
            MaxNodes = limits?.Integer("nodes", 1, WorkflowLimits.MaxPlanNodes) ?? WorkflowLimits.DefaultPlanNodes,
            MaxRounds = limits?.Integer("rounds", 1, WorkflowLimits.MaxPlanRounds)
                ?? WorkflowLimits.DefaultPlanRounds,
            MaxCorrections = limits?.Integer("corrections", 0, WorkflowLimits.MaxPlanCorrections)
                ?? WorkflowLimits.DefaultPlanCorrections,
            MaxTime = limits?.Duration("time", WorkflowLimits.MinTimeout, WorkflowLimits.MaxWait)
                ?? WorkflowLimits.DefaultPlanTime,
            Patience = ReadPatience(limits, fallback),
            MaxCostUsd = (decimal?)limits?.Number("cost", 0, WorkflowLimits.MaxPlanCostUsd),
        };
        return new HierarchyDraft(definition, workers);
    }

    private static TimeSpan? ReadPatience(MapReader? limits, NodeDraft? fallback)
    {
        if (fallback is null && limits?.Has("patience") == true)
        {
            limits.Refuse(
                "patience", "has 'patience', but the workflow has no 'fallback'", "Add a fallback, or remove it.");
        }

        var given = limits?.Duration("patience", WorkflowLimits.MinTimeout, WorkflowLimits.MaxTimeout);
        return fallback is null ? null : given ?? WorkflowLimits.DefaultPlanPatience;
    }

    private List<NodeDraft> ReadWorkers(MapReader root)
    {
        if (root.Required("workers", "{ coder: { tool: claude-code, prompt: \"${subtask.title}\" } }") is not { } value)
        {
            return [];
        }

        if (value is not DocumentMap { Entries.Count: > 0 and <= WorkflowLimits.MaxPlanWorkers } map)
        {
            root.WrongType(
                value,
                "workers",
                $"a map of 1 to {WorkflowLimits.MaxPlanWorkers} workers by name",
                "For example: workers: { coder: { tool: claude-code, prompt: \"${subtask.title}\" } }");
            return [];
        }

        var workers = map.Entries.Select(entry => reader.Read(entry) with { Role = NodeRole.Worker }).ToList();
        foreach (var worker in workers)
        {
            if (s_taken.TryGetValue(worker.Id, out var means))
            {
                errors.Add(
                    worker.Entry.Position,
                    worker.Entry.Pointer,
                    WorkflowErrorCodes.InvalidId,
                    $"No worker can be named '{worker.Id}': {means}",
                    worker.Id,
                    "Rename it.");
            }
        }

        return [.. workers.Where(worker => !s_taken.ContainsKey(worker.Id))];
    }
}
