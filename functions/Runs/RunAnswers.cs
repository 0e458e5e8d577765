using Microsoft.AspNetCore.Http;
using Swarm.Contracts;
using Swarm.Contracts.Json;
using Swarm.Functions.Http;

namespace Swarm.Functions.Runs;

/// <summary>What requests that begin or change a run are answered with.</summary>
public sealed class RunAnswers(RunView view)
{
    /// <summary>202 with the run: what was asked is stored, and happens soon.</summary>
    public async Task<IResult> AcceptedAsync(HttpRequest request, RunDocument run, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(run);
        var detail = await view.DetailAsync(run, cancellation);
        var location = "/" + ApiRoutes.Run.Replace("{id}", run.Id, StringComparison.Ordinal);
        return Answers.Made(
            request, detail, SwarmJsonContext.Default.RunDetail, StatusCodes.Status202Accepted, location);
    }
}
