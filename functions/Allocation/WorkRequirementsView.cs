using Swarm.Core.Allocation;
using Swarm.Functions.WorkItems;

namespace Swarm.Functions.Allocation;

/// <summary>Shows the allocator what a work item asks for.</summary>
internal static class WorkRequirementsView
{
    public static WorkRequirements Of(
        WorkItemSpec spec, IReadOnlyList<string> notClaimedBy, IReadOnlyList<WorkRefusal> refusedBy)
    {
        var placement = spec.Placement;
        var session = spec.Ai?.Session ?? placement.Session;
        return new WorkRequirements
        {
            Tool = spec.Tool,
            Version = VersionRange.Parse(placement.Version),
            Labels = placement.Labels,
            Specialisation = placement.Specialisation,
            Cpus = placement.Cpus,
            MemoryBytes = placement.MemoryBytes,
            DiskBytes = placement.DiskBytes,
            Privacy = placement.Privacy,
            Permission = placement.Permission,
            User = spec.User,
            Repository = spec.Git?.Repository,
            Session = session is null ? null : Contracts.Workers.WarmReport.SessionOf(spec.RunId, session),
            Model = spec.Ai?.Model ?? placement.Model,
            PreferredLabels = placement.PreferredLabels,
            PreferredTools = placement.PreferredTools,
            NotClaimedBy = notClaimedBy,
            RefusedBy = refusedBy,
        };
    }
}
