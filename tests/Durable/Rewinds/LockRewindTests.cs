using System.Runtime.CompilerServices;
using Swarm.Durable;
using Swarm.Durable.Client;
using Swarm.Durable.Entities;
using Swarm.Durable.History;
using Swarm.Durable.Stores;
using Swarm.Tests.Durable.Semantics;
using Swarm.Tests.Durable.Support;

namespace Swarm.Tests.Durable.Rewinds;

/// <summary>
/// A failure gives back the locks of its instance, also those that were only asked for. A rewind takes them again,
/// under new numbers: a grant may still be on its way for an old one, and was once taken for that of the new request,
/// so that two held the lock.
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

    /// <summary>Once the code went on inside its section while others were there too.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Locks_that_were_held_are_taken_again_before_the_code_goes_on(bool restarts)
    {
        var store = new InMemoryDurableStore();
        var isMended = new StrongBox<bool>();
        EngineHost host = await StartAsync();
        try
        {
            await host.StartInstanceAsync("Breaks inside", id: "rewound");
            await host.EndOfAsync("rewound");
            await host.WaitForLockAsync(EntitySamples.A, null);
            await host.WaitForLockAsync(EntitySamples.B, null);
            await host.StartInstanceAsync("Stays inside", id: "other");
            await host.WaitForCustomStatusAsync("other", "inside");
            isMended.Value = true;
            await host.Client.RewindInstanceAsync("rewound", "mended");
            await host.WaitForLockAsync(EntitySamples.A, "rewound");
            await host.WaitForBacklogAsync(EntitySamples.B, 1);
            if (restarts)
            {
                await host.DisposeAsync();
                host = await StartAsync();
            }

            await host.Client.RaiseEventAsync("rewound", "Go", 1);
            string? whileOtherIsInside = await StatusOfAsync(host, "rewound");
            await host.Client.RaiseEventAsync("other", "Leave", 1);
            OrchestrationMetadata end = await host.EndOfAsync("rewound");

            Assert.Null(whileOtherIsInside);
            Assert.Equal("1 mended 12", end.ReadOutputAs<string>());
            Assert.Equal("\"was inside\"", end.SerializedCustomStatus);
            await host.WaitForLockAsync(EntitySamples.A, null);
            await host.WaitForLockAsync(EntitySamples.B, null);
            await host.WaitForBacklogAsync(EntitySamples.B, 0);
        }
        finally
        {
            await host.DisposeAsync();
        }

        Task<EngineHost> StartAsync() => EngineHost.StartAsync(tasks => RegisterSections(tasks, isMended), store);
    }

    [Fact]
    public async Task One_that_is_ended_while_it_takes_its_locks_again_gives_them_back()
    {
        var isMended = new StrongBox<bool>();
        await using EngineHost host = await EngineHost.StartAsync(tasks => RegisterSections(tasks, isMended));
        await host.StartInstanceAsync("Breaks inside", id: "rewound");
        await host.EndOfAsync("rewound");
        await host.StartInstanceAsync("Stays inside", id: "other");
        await host.WaitForCustomStatusAsync("other", "inside");
        isMended.Value = true;
        await host.Client.RewindInstanceAsync("rewound", "mended");
        await host.WaitForLockAsync(EntitySamples.A, "rewound");
        await host.WaitForBacklogAsync(EntitySamples.B, 1);

        await host.Client.TerminateInstanceAsync("rewound", (object)"enough");
        OrchestrationMetadata end = await host.EndOfAsync("rewound");

        Assert.Equal(OrchestrationRuntimeStatus.Terminated, end.RuntimeStatus);
        await host.WaitForLockAsync(EntitySamples.A, null);
        await host.WaitForBacklogAsync(EntitySamples.B, 0);
        await host.Client.RaiseEventAsync("other", "Leave", 1);
        await host.WaitForLockAsync(EntitySamples.B, null);
    }

    [Fact]
    public async Task One_that_fails_again_inside_takes_its_locks_once_more()
    {
        var isMended = new StrongBox<bool>();
        await using EngineHost host = await EngineHost.StartAsync(tasks => RegisterSections(tasks, isMended));
        await host.StartInstanceAsync("Breaks inside", id: "rewound");
        await host.EndOfAsync("rewound");
        for (int rewind = 0; rewind < 2; rewind++)
        {
            await host.Client.RewindInstanceAsync("rewound", "not mended");
            Assert.Equal(OrchestrationRuntimeStatus.Failed, (await host.EndOfAsync("rewound")).RuntimeStatus);
        }

        isMended.Value = true;
        await host.Client.RewindInstanceAsync("rewound", "mended");
        await host.WaitForCustomStatusAsync("rewound", "was inside");
        await host.WaitForLockAsync(EntitySamples.A, "rewound");
        await host.Client.RaiseEventAsync("rewound", "Go", 1);

        Assert.Equal("1 mended 12", (await host.EndOfAsync("rewound")).ReadOutputAs<string>());
        await host.WaitForLockAsync(EntitySamples.A, null);
        Assert.NotEmpty(await host.Client.GetOrchestrationHistoryAsync("rewound"));
    }

    private static void RegisterSections(DurableTaskRegistry tasks, StrongBox<bool> isMended) => tasks
        .AddCounter()
        .AddActivityFunc("Break", _ => isMended.Value ? "mended" : throw new InvalidOperationException("broken"))
        .AddOrchestratorFunc("Stays inside", async context => await StayInsideAsync(
            context, context.Entities.LockEntitiesAsync(EntitySamples.B)))
        .AddOrchestratorFunc("Breaks inside", async context =>
        {
            await using (await context.Entities.LockEntitiesAsync(EntitySamples.B, EntitySamples.A))
            {
                int one = await context.Entities.CallEntityAsync<int>(EntitySamples.A, "add", 1);
                string mended = await context.CallActivityAsync<string>("Break");
                context.SetCustomStatus("was inside");
                await context.WaitForExternalEvent<int>("Go");
                return $"{one} {mended} {await context.Entities.CallEntityAsync<int>(EntitySamples.A, "add", 11)}";
            }
        });

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
