using Swarm.Durable;
using Swarm.Durable.Client;
using Swarm.Durable.Core;
using Swarm.Durable.Core.History;
using Swarm.Tests.Durable.Semantics;
using Swarm.Tests.Durable.Support;

namespace Swarm.Tests.Durable.History;

public sealed class HistoryReadTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_history_is_told_turn_by_turn_and_results_refer_to_their_calls()
    {
        await using EngineHost host = await EngineHost.StartAsync(Register);
        string id = await host.StartInstanceAsync("Order", 7, "order");
        await host.Clock.WaitForTimerAsync(Minute);
        host.Clock.Advance(Minute);
        await host.WaitForHistoryAsync(id, item => item is Swarm.Durable.History.TimerFired);
        await host.Client.RaiseEventAsync(id, "Paid", "by card");
        await host.EndOfAsync(id);

        IList<HistoryEvent> history = await host.Client.GetOrchestrationHistoryAsync(id);

        Assert.Equal(
            [
                EventType.OrchestratorStarted, EventType.ExecutionStarted, EventType.TaskScheduled,
                EventType.OrchestratorCompleted,
                EventType.OrchestratorStarted, EventType.TaskCompleted, EventType.SubOrchestrationInstanceCreated,
                EventType.OrchestratorCompleted,
                EventType.OrchestratorStarted, EventType.SubOrchestrationInstanceCompleted, EventType.TimerCreated,
                EventType.OrchestratorCompleted,
                EventType.OrchestratorStarted, EventType.TimerFired, EventType.OrchestratorCompleted,
                EventType.OrchestratorStarted, EventType.EventRaised, EventType.EventSent, EventType.TaskScheduled,
                EventType.OrchestratorCompleted,
                EventType.OrchestratorStarted, EventType.TaskFailed, EventType.ExecutionCompleted,
                EventType.OrchestratorCompleted,
            ],
            history.Select(item => item.EventType));
        var started = (ExecutionStartedEvent)history[1];
        Assert.Equal(("Order", "7", "order"), (started.Name, started.Input, started.OrchestrationInstance!.InstanceId));
        var call = (TaskScheduledEvent)history[2];
        Assert.Equal((0, "Double", "7"), (call.EventId, call.Name, call.Input));
        var result = (TaskCompletedEvent)history[5];
        Assert.Equal((-1, 0, "14"), (result.EventId, result.TaskScheduledId, result.Result));
        Assert.Equal("order-child", ((SubOrchestrationInstanceCreatedEvent)history[6]).InstanceId);
        var fired = (TimerFiredEvent)history[13];
        Assert.Equal((2, host.Clock.GetUtcNow().UtcDateTime), (fired.TimerId, fired.FireAt));
        Assert.Equal(fired.FireAt, fired.Timestamp);
        Assert.Equal(("Paid", "\"by card\""), Payload((EventRaisedEvent)history[16]));
        var failed = (TaskFailedEvent)history[21];
        Assert.Equal("no stock", failed.FailureDetails!.ErrorMessage);
        var ended = (ExecutionCompletedEvent)history[22];
        Assert.Equal((5, OrchestrationStatus.Failed), (ended.EventId, ended.OrchestrationStatus));
        Assert.Equal("no stock", ended.FailureDetails!.InnerFailure!.ErrorMessage);
    }

    [Fact]
    public async Task A_child_names_its_parent_and_the_call()
    {
        await using EngineHost host = await EngineHost.StartAsync(tasks => tasks
            .AddOrchestratorFunc("Child", context => context.InstanceId)
            .AddOrchestratorFunc("Parent", context => context.CallSubOrchestratorAsync<string>(
                "Child", new SubOrchestrationOptions(instanceId: "c"))));
        await host.RunAsync("Parent", id: "p");

        IList<HistoryEvent> parent = await host.Client.GetOrchestrationHistoryAsync("p");
        IList<HistoryEvent> child = await host.Client.GetOrchestrationHistoryAsync("c");

        ExecutionStartedEvent ofParent = parent.OfType<ExecutionStartedEvent>().Single();
        ExecutionStartedEvent ofChild = child.OfType<ExecutionStartedEvent>().Single();
        Assert.Null(ofParent.ParentInstance);
        Assert.Equal(
            (ofParent.OrchestrationInstance!.ExecutionId, "Parent", 0),
            (ofChild.ParentInstance!.OrchestrationInstance!.ExecutionId,
                ofChild.ParentInstance.Name,
                ofChild.ParentInstance.TaskScheduleId));
    }

    [Fact]
    public async Task After_continue_as_new_the_history_is_that_of_the_present_generation()
    {
        await using EngineHost host = await EngineHost.StartAsync(tasks => tasks
            .AddOrchestratorFunc<int, int>("Count", (context, number) =>
            {
                if (number < 3)
                {
                    context.ContinueAsNew(number + 1);
                }

                return number;
            }));
        await host.RunAsync("Count", 1, "counter");

        IList<HistoryEvent> history = await host.Client.GetOrchestrationHistoryAsync("counter");

        ExecutionStartedEvent started = Assert.Single(history.OfType<ExecutionStartedEvent>());
        Assert.Equal(("3", 2), (started.Input, started.Generation));
        Assert.Equal("3", Assert.Single(history.OfType<ExecutionCompletedEvent>()).Result);
    }

    [Fact]
    public async Task Control_of_an_instance_is_told_with_its_reasons()
    {
        await using EngineHost host = await EngineHost.StartAsync(tasks => tasks
            .AddOrchestratorFunc("Wait", context => context.WaitForExternalEvent<int>("Go")));
        string id = await host.StartInstanceAsync("Wait");
        await host.Client.SuspendInstanceAsync(id, "lunch");
        await host.WaitForStatusAsync(id, OrchestrationRuntimeStatus.Suspended);
        await host.Client.ResumeInstanceAsync(id, "back");
        await host.WaitForStatusAsync(id, OrchestrationRuntimeStatus.Running);
        await host.Client.TerminateInstanceAsync(id, (object)"enough");
        await host.EndOfAsync(id);

        IList<HistoryEvent> history = await host.Client.GetOrchestrationHistoryAsync(id);

        Assert.Equal("lunch", history.OfType<ExecutionSuspendedEvent>().Single().Reason);
        Assert.Equal("back", history.OfType<ExecutionResumedEvent>().Single().Reason);
        Assert.Equal("\"enough\"", history.OfType<ExecutionTerminatedEvent>().Single().Input);
        Assert.Equal(
            OrchestrationStatus.Terminated, history.OfType<ExecutionCompletedEvent>().Single().OrchestrationStatus);
    }

    [Fact]
    public async Task What_is_asked_of_entities_is_told_as_events_sent_and_raised()
    {
        await using EngineHost host = await EngineHost.StartAsync(tasks => tasks
            .AddCounter()
            .AddOrchestratorFunc("Ask", async context =>
            {
                await context.Entities.SignalEntityAsync(EntitySamples.A, "add", 2);
                await using (await context.Entities.LockEntitiesAsync(EntitySamples.A))
                {
                    return await context.Entities.CallEntityAsync<int>(EntitySamples.A, "add", 5);
                }
            }));
        OrchestrationMetadata end = await host.RunAsync("Ask");

        IList<HistoryEvent> history = await host.Client.GetOrchestrationHistoryAsync(end.InstanceId);

        Assert.Equal("7", end.SerializedOutput);
        Assert.Equal(
            [("add", "2"), ("lock", null), ("add", "5"), ("release", null)],
            history.OfType<EventSentEvent>().Select(sent => (sent.Name, sent.Input)));
        Assert.All(
            history.OfType<EventSentEvent>(), sent => Assert.Equal(EntitySamples.A.ToString(), sent.InstanceId));
        Assert.Equal([("1", null), ("2", "7")], history.OfType<EventRaisedEvent>().Select(Payload));
        Assert.Empty(history.OfType<GenericEvent>());
    }

    [Fact]
    public async Task The_history_of_nobody_is_an_error()
    {
        await using EngineHost host = await EngineHost.StartAsync(Register);

        await Assert.ThrowsAnyAsync<ArgumentException>(() => host.Client.GetOrchestrationHistoryAsync("nobody"));
    }

    private static (string? Name, string? Input) Payload(EventRaisedEvent raised) => (raised.Name, raised.Input);

    private static void Register(DurableTaskRegistry tasks) => tasks
        .AddActivityFunc<int, int>("Double", (_, number) => number * 2)
        .AddActivityFunc<int>("Reserve", (_, _) => throw new InvalidOperationException("no stock"))
        .AddOrchestratorFunc<int, int>("Child", (_, number) => number + 1)
        .AddOrchestratorFunc<int>("Order", async context =>
        {
            int doubled = await context.CallActivityAsync<int>("Double", context.GetInput<int>());
            int next = await context.CallSubOrchestratorAsync<int>(
                "Child", doubled, new SubOrchestrationOptions(instanceId: $"{context.InstanceId}-child"));
            await context.CreateTimer(Minute, CancellationToken.None);
            await context.WaitForExternalEvent<string>("Paid");
            context.SendEvent("nobody", "Hello", next);
            await context.CallActivityAsync("Reserve", next);
            return next;
        });
}
