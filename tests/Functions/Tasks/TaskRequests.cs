using Swarm.Contracts;
using Swarm.Contracts.Json;
using Swarm.Contracts.Tasks;
using Swarm.Tests.Functions.ControlPlanes;

namespace Swarm.Tests.Functions.Tasks;

/// <summary>Requests about tasks.</summary>
internal static class TaskRequests
{
    /// <summary>A task that begins sends no signal over HTTP, so it is read until it has.</summary>
    public static async Task<TaskDetail> WaitForTaskRunAsync(this HttpClient admin, string id)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (true)
        {
            var task = await admin.GetAsync(
                Requests.Route(ApiRoutes.Task, id), SwarmJsonContext.Default.TaskDetail);
            if (task.RunId is not null)
            {
                return task;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, limit.Token);
        }
    }
}
