using Microsoft.AspNetCore.Http;
using Swarm.Contracts;
using Swarm.Contracts.Json;
using Swarm.Core.Ids;
using Swarm.Functions.Http;
using Swarm.Functions.Runs;
using Swarm.Functions.Security;
using Swarm.Functions.Storage;

namespace Swarm.Functions.Allocation;

/// <summary>To whom a work item was given, and why.</summary>
[Roles(Role.Admin, Role.Developer, Role.Viewer)]
public sealed class AllocationFunctions(SwarmTables tables)
{
    /// <summary>The id of a work item begins with that of its run, which names the partition.</summary>
    [Function("GetWorkAllocation")]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = ApiRoutes.WorkAllocation)] HttpRequest request,
        string id,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(id);
        var type = SwarmJsonContext.Default.AllocationDecision;
        var runId = id.Split('~')[0];
        var stored = UlidGenerator.IsUlid(runId)
            ? await tables.Runs.FindAsync(runId, RunRows.Allocation(id), type, cancellation)
            : null;
        return stored is null
            ? throw Problems.NotFound($"There is no work item '{id}', or nobody has decided on it.")
            : Answers.Json(stored.Document, type);
    }
}
