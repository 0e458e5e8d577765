using Microsoft.AspNetCore.Http;
using Swarm.Contracts;
using Swarm.Contracts.Json;
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
        var type = SwarmJsonContext.Default.ParkedWorkRequest;
        var asked = await RequestBody.ReadJsonAsync(request, type, cancellation);
        WorkItemRules.Check(asked);
        var over = new List<string>();
        foreach (var item in asked.Parked)
        {
            var known = await items.FindAsync(item.RunId, item.Id, cancellation);
            if (known is not null && WorkItemEffects.HasEnded(known))
            {
                over.Add(item.Id);
            }
        }

        return Answers.Json(new ParkedWorkResponse(over), SwarmJsonContext.Default.ParkedWorkResponse);
    }
}
