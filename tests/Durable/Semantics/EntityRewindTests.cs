using Swarm.Durable.Client;
using Swarm.Durable.Entities;
using Swarm.Tests.Durable.Support;
using static Swarm.Tests.Durable.Semantics.EntitySamples;

namespace Swarm.Tests.Durable.Semantics;

public sealed class EntityRewindTests
{
    [Fact]
    public async Task A_rewind_calls_the_failed_operation_again_and_no_other()
    {
        bool isMended = false;
        await using EngineHost host = await EngineHost.StartAsync(tasks => tasks
            .AddCounter()
            .AddEntity("gate", _ => new Gate(() => isMended))
            .AddOrchestratorFunc("Pass", async context =>
            {
                int first = await context.Entities.CallEntityAsync<int>(A, "add", 5);
                await context.Entities.SignalEntityAsync(B, "add", 7);
                string passed = await context.Entities.CallEntityAsync<string>(
                    new EntityInstanceId("gate", "g"), "pass");
                return $"{first} {passed} {await context.Entities.CallEntityAsync<int>(A, "add", 1)}";
            }));
        OrchestrationMetadata failed = await host.RunAsync("Pass");
        isMended = true;

        await host.Client.RewindInstanceAsync(failed.InstanceId, "mended");
        OrchestrationMetadata end = await host.EndOfAsync(failed.InstanceId);

        Assert.Equal(OrchestrationRuntimeStatus.Failed, failed.RuntimeStatus);
        Assert.Equal("5 passed 6", end.ReadOutputAs<string>());
        await host.WaitForEntityAsync(B, "7");
        Assert.NotEmpty(await host.Client.GetOrchestrationHistoryAsync(failed.InstanceId));
    }

    [Fact]
    public async Task The_answer_to_a_call_that_outlived_its_caller_is_taken_after_the_rewind()
    {
        bool isMended = false;
        int calls = 0;
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using EngineHost host = await EngineHost.StartAsync(tasks => tasks
            .AddEntity("slow", _ => new Slow(release.Task, () => Interlocked.Increment(ref calls)))
            .AddActivityFunc("Break", _ => isMended ? "mended" : throw new InvalidOperationException("broken"))
            .AddOrchestratorFunc("Outlived", async context =>
            {
                Task<int> slow = context.Entities.CallEntityAsync<int>(new EntityInstanceId("slow", "s"), "work");
                return $"{await context.CallActivityAsync<string>("Break")} {await slow}";
            }));
        OrchestrationMetadata failed = await host.RunAsync("Outlived");
        isMended = true;
        release.SetResult();
        await host.WaitForEntityAsync(new EntityInstanceId("slow", "s"), "1");

        await host.Client.RewindInstanceAsync(failed.InstanceId, "mended");
        OrchestrationMetadata end = await host.EndOfAsync(failed.InstanceId);

        Assert.Equal(OrchestrationRuntimeStatus.Failed, failed.RuntimeStatus);
        Assert.Equal("mended 1", end.ReadOutputAs<string>());
        Assert.Equal(1, calls);
    }

    private sealed class Slow(Task release, Func<int> count) : ITaskEntity
    {
        public async ValueTask<object?> RunAsync(TaskEntityOperation operation)
        {
            await release;
            int calls = count();
            operation.State.SetState(calls);
            return calls;
        }
    }

    private sealed class Gate(Func<bool> isOpen) : ITaskEntity
    {
        public ValueTask<object?> RunAsync(TaskEntityOperation operation) =>
            isOpen() ? new("passed") : throw new InvalidOperationException("closed");
    }
}
