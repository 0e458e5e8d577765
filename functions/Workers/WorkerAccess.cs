using Swarm.Contracts.Workers;
using Swarm.Functions.Security;

namespace Swarm.Functions.Workers;

/// <summary>Who may see and change a worker: administrators all, others what is theirs or shared with them.</summary>
internal static class WorkerAccess
{
    public static bool CanSee(Caller caller, WorkerDocument worker) =>
        caller.Role == Role.Admin || worker.Owner is null || worker.Users().Contains(caller.Id);

    public static bool CanChange(Caller caller, WorkerDocument worker) =>
        caller.Role == Role.Admin
        || worker.Owner == caller.Id
        || worker.Shares.Any(share => share.User == caller.Id && share.Role == WorkerShareRole.Owner);
}
