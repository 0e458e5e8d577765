using Swarm.Durable;
using Swarm.Durable.Entities;
using Swarm.Durable.History;
using Swarm.Tests.Durable.Semantics;
using Swarm.Tests.Durable.Support;

namespace Swarm.Tests.Durable.Rewinds;

/// <summary>
/// A lock request that was open when its instance failed is given up by the failure. Its grant may be on its way all
/// the same: under the same number it was once taken for that of the request which the rewind makes, and two held the
/// lock.
/// </summary>
public sealed class LockRewindTests
{
    private static readonly EntityInstanceId Busy = new("busy", "b");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_grant_for_a_request_that_was_given_up_lets_nobody_in(bool isAskedInTurnThatStays)
    {
        bool isMended = false;
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new HeldWork();
        await using EngineHost host = await EngineHost.StartAsync(tasks => tasks
            .AddEntity("busy", _ => new BusyEntity(begun, release.Done))
            .AddActivityFunc("Break", _ => isMended ? "mended" : throw new InvalidOperationException("broken"))
            .AddOrchestratorFunc("Fails", async context =>
            {
                Task failing = context.CallActivityAsync("Break");
                if (!isAskedInTurnThatStays)
                {
                    await context.WaitForExternalEvent<int>("Ask");
                }

                Task<IAsyncDisposable> asked = context.Entities.LockEntitiesAsync(Busy);
                await failing;
                return await StayInsideAsync(context, asked);
            })
            .AddOrchestratorFunc("Other", context =>
                StayInsideAsync(context, context.Entities.LockEntitiesAsync(Busy))));
        using HeldWork work = release;
        await host.Client.Entities.SignalEntityAsync(Busy, "work");
        await begun.Task.WaitAsync(EngineHost.Patience);
        await host.StartInstanceAsync("Fails", id: "rewound");
        if (!isAskedInTurnThatStays)
        {
            await host.WaitForHistoryAsync("rewound", item => item is TaskFailed);
            await host.Client.RaiseEventAsync("rewound", "Ask", 1);
        }

        await host.EndOfAsync("rewound");
        await host.StartInstanceAsync("Other", id: "other");
        await host.WaitForBacklogAsync(Busy, 4);
        isMended = true;
        await host.Client.RewindInstanceAsync("rewound", "mended");
        await host.WaitForBacklogAsync(Busy, 5);

        release.Release();
        await host.WaitForCustomStatusAsync("other", "inside");
        await host.WaitForHistoryAsync("rewound", item => item is EntityLockGranted);
        string? whileOtherIsInside = await StatusOfAsync(host, "rewound");
        await host.Client.RaiseEventAsync("other", "Leave", 1);
        await host.WaitForCustomStatusAsync("rewound", "inside");
        await host.Client.RaiseEventAsync("rewound", "Leave", 1);

        Assert.Null(whileOtherIsInside);
        Assert.Equal("left", (await host.EndOfAsync("rewound")).ReadOutputAs<string>());
        Assert.Equal("left", (await host.EndOfAsync("other")).ReadOutputAs<string>());
        await host.WaitForLockAsync(Busy, null);
    }

    private static async Task<string> StayInsideAsync(TaskOrchestrationContext context, Task<IAsyncDisposable> asked)
    {
        await using (await asked)
        {
            context.SetCustomStatus("inside");
            await context.WaitForExternalEvent<int>("Leave");
        }

        return "left";
    }

    private static async Task<string?> StatusOfAsync(EngineHost host, string instanceId) =>
        (await host.Client.GetInstanceAsync(instanceId, getInputsAndOutputs: true))!.SerializedCustomStatus;

    private sealed class BusyEntity(TaskCompletionSource begun, Task release) : ITaskEntity
    {
        public async ValueTask<object?> RunAsync(TaskEntityOperation operation)
        {
            begun.TrySetResult();
            await release;
            return null;
        }
    }
}
