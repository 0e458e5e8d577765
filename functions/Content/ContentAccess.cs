using Swarm.Functions.Security;
using Swarm.Functions.Workers;

namespace Swarm.Functions.Content;

/// <summary>Who may read a value: people, and a worker that holds work of a run that refers to it.</summary>
public sealed class ContentAccess(ContentIndex index, ActiveWorkStore active)
{
    public async Task<bool> MayReadAsync(Caller caller, ContentHash hash, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (caller.Role != Role.Worker)
        {
            return true;
        }

        var held = await active.ListAsync(caller.Id, cancellation);
        foreach (var runId in held.Select(row => row.Claim.RunId).Distinct(StringComparer.Ordinal))
        {
            if (await index.IsReferredAsync(hash, runId, cancellation))
            {
                return true;
            }
        }

        return false;
    }
}
