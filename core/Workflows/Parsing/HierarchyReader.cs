using Swarm.Core.Documents;

namespace Swarm.Core.Workflows.Parsing;

/// <summary>Reads a director, the workers that it may name, and its limits.</summary>
internal sealed class HierarchyReader(ErrorList errors, NodeReader reader)
{
    private static readonly string[] s_limits = ["depth", "nodes", "rounds", "corrections", "time", "cost"];

    /// <summary>Reads it; the director is added to the nodes.</summary>
    public HierarchyDraft Read(MapReader root, List<NodeDraft> nodes)
    {
        if (root.Required(HierarchyDefinition.Director, "{ tool: claude-code, prompt: ... }") is not null)
        {
            var director = reader.Read(root.Entry(HierarchyDefinition.Director)!);
            if (director.Definition is { Kind: not NodeKind.Work } or { FanOut: not null })
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
            MaxCostUsd = (decimal?)limits?.Number("cost", 0, WorkflowLimits.MaxPlanCostUsd),
        };
        return new HierarchyDraft(definition, workers);
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
            if (worker.Id == HierarchyDefinition.Director)
            {
                errors.Add(
                    worker.Entry.Position,
                    worker.Entry.Pointer,
                    WorkflowErrorCodes.InvalidId,
                    $"No worker can be named '{HierarchyDefinition.Director}': a subtask of that name is planned by a "
                    + "director of its own, as far as 'limits.depth' allows.",
                    worker.Id,
                    "Rename it.");
            }
        }

        return [.. workers.Where(worker => worker.Id != HierarchyDefinition.Director)];
    }
}
