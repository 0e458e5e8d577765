using Microsoft.AspNetCore.Http;
using Swarm.Contracts;
using Swarm.Functions.Content;
using Swarm.Functions.Http;
using Swarm.Functions.Security;

namespace Swarm.Functions.Backups;

/// <summary>Backups, for the administrator alone: the keys lie in them.</summary>
public sealed class BackupFunctions(IBackups backups, ContentPause pause)
{
    private const string ContentType = "application/x-tar";

    /// <summary>
    /// All that the control plane keeps. The last entry tells what lies before it; an archive without it ended early.
    /// </summary>
    [Roles(Role.Admin)]
    [Function("GetBackup")]
    public IResult Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = ApiRoutes.Backup)] HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (backups.Refusal is { } refusal)
        {
            throw Problems.NotFound(refusal);
        }

        // One at a time: each takes the room of a second database.
        var hold = pause.TryHold()
            ?? throw Problems.Conflict("Another backup is being made. Wait for its end, then ask again.");
        request.HttpContext.Response.RegisterForDispose(hold);
        return Results.Stream(
            target => backups.WriteAsync(target, request.HttpContext.RequestAborted), ContentType);
    }
}
