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

    private sealed class Gate(Func<bool> isOpen) : ITaskEntity
    {
        public ValueTask<object?> RunAsync(TaskEntityOperation operation) =>
            isOpen() ? new("passed") : throw new InvalidOperationException("closed");
    }
}
