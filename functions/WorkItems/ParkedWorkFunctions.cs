using Microsoft.AspNetCore.Http;
using Swarm.Contracts;
using Swarm.Contracts.Json;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.WorkItems;
using Swarm.Functions.Http;
using Swarm.Functions.Security;

namespace Swarm.Functions.WorkItems;

/// <summary>
/// Workers keep folders and snapshots of work that waits for an answer. Nobody tells them when its run ends while it
/// waits, since they hold no lease of it; so they ask now and then.
/// </summary>
[Roles(Role.Worker)]
public sealed class ParkedWorkFunctions(WorkItemStore items)
{
    [Function("AskParkedWork")]
    public async Task<IResult> AskAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = ApiRoutes.ParkedWork)] HttpRequest request,
        CancellationToken cancellation)
    {
        var asked = await RequestBody.ReadJsonAsync(request, SwarmJsonContext.Default.ParkedWorkRequest, cancellation);
        WorkItemRules.Check(asked);
        var over = new List<string>();
        foreach (var item in asked.Parked)
        {
            var known = await items.FindAsync(item.RunId, item.Id, cancellation);
            if (known is { Lease.Status: WorkItemStatus.Completed or WorkItemStatus.Failed or WorkItemStatus.Cancelled })
            {
                over.Add(item.Id);
            }
        }

        return Answers.Json(new ParkedWorkResponse(over), SwarmJsonContext.Default.ParkedWorkResponse);
    }
}
