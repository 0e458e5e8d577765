using Swarm.Contracts.Health;
using Swarm.Contracts.Runs;
using Swarm.Contracts.Workers;

namespace Swarm.Cli.Statuses;

/// <summary>What <c>swarm status --json</c> writes.</summary>
internal sealed record StatusReport(
    Uri Address,
    HealthReport ControlPlane,
    IReadOnlyList<WorkerSummary> Workers,
    IReadOnlyList<RunSummary> ActiveRuns);
