using Swarm.Durable;
using Swarm.Durable.Client;
using Swarm.Durable.Dispatch;
using Swarm.Durable.Stores;
using Swarm.Tests.Durable.Support;

namespace Swarm.Tests.Durable.Semantics;

public sealed class ActivityTests
{
    [Fact]
    public async Task A_sequence_passes_results_on()
    {
        await using EngineHost host = await EngineHost.StartAsync(tasks => tasks
            .AddActivityFunc<int, int>("Increment", (_, number) => number + 1)
            .AddOrchestratorFunc<int, int>("Sequence", async (context, number) =>
            {
                for (int i = 0; i < 5; i++)
                {
                    number = await context.CallActivityAsync<int>("increment", number);
                }

                return number;
            }));

        Assert.Equal(15, await host.RunAsync<int>("sequence", 10));
    }

    [Fact]
    public async Task A_fan_out_gets_every_result()
    {
        await using EngineHost host = await EngineHost.StartAsync(tasks => tasks
            .AddActivityFunc<int, int>("Square", (_, number) => number * number)
            .AddOrchestratorFunc<int, int>("FanOut", async (context, width) =>
            {
                int[] squares = await Task.WhenAll(
                    Enumerable.Range(1, width).Select(number => context.CallActivityAsync<int>("Square", number)));
                return squares.Sum();
            }));

        Assert.Equal(338_350, await host.RunAsync<int>("FanOut", 100));
    }

    [Fact]
    public async Task Line_18_an_activity_that_was_cut_off_runs_again()
    {
        var store = new InMemoryDurableStore();
        var hasBegun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var never = new TaskCompletionSource();
        int runs = 0;
        var options = new DurableEngineOptions { ChecksReplay = true, StopTimeout = TimeSpan.Zero };
        await using (EngineHost before = await EngineHost.StartAsync(Register, store, options: options))
        {
            await before.StartInstanceAsync("Once", id: "cut-off");
            await hasBegun.Task.WaitAsync(EngineHost.Patience);
        }

        await using EngineHost after = await EngineHost.StartAsync(Register, store);

        Assert.Equal("2", (await after.EndOfAsync("cut-off")).SerializedOutput);

        void Register(DurableTaskRegistry tasks) => tasks
            .AddActivityFunc("Work", async _ =>
            {
                if (Interlocked.Increment(ref runs) == 1)
                {
                    hasBegun.SetResult();
                    await never.Task;
                }

                return runs;
            })
            .AddOrchestratorFunc("Once", context => context.CallActivityAsync<int>("Work"));
    }

    [Fact]
    public async Task Null_is_a_legal_input_and_output()
    {
        await using EngineHost host = await EngineHost.StartAsync(tasks => tasks
            .AddActivityFunc<string?, string?>("Echo", (_, text) => text)
            .AddOrchestratorFunc<string?, string>("Null", async (context, text) =>
                (text is null) + " " + (await context.CallActivityAsync<string?>("Echo") is null)));

        Assert.Equal("True True", await host.RunAsync<string>("Null"));
    }

    [Fact]
    public async Task Line_6_an_uncaught_activity_failure_fails_the_orchestration_with_its_cause_inside()
    {
        await using EngineHost host = await EngineHost.StartAsync(tasks => tasks
            .AddActivityFunc("Fail", _ => throw new InvalidOperationException("on purpose"))
            .AddOrchestratorFunc("Parent", context => context.CallActivityAsync("Fail")));

        OrchestrationMetadata end = await host.RunAsync("Parent");

        const string Message = "Task 'Fail' (#0) failed with an unhandled exception: on purpose";
        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.Equal(Message, end.SerializedOutput);
        Assert.Equal("Microsoft.DurableTask.TaskFailedException", end.FailureDetails!.ErrorType);
        Assert.Equal(Message, end.FailureDetails.ErrorMessage);
        Assert.Equal("System.InvalidOperationException", end.FailureDetails.InnerFailure!.ErrorType);
        Assert.Equal("on purpose", end.FailureDetails.InnerFailure.ErrorMessage);
        Assert.True(end.FailureDetails.IsCausedBy<TaskFailedException>());
        Assert.True(end.FailureDetails.InnerFailure.IsCausedBy<InvalidOperationException>());
        Assert.True(end.FailureDetails.InnerFailure.IsCausedBy<SystemException>());
        Assert.False(end.FailureDetails.InnerFailure.IsCausedBy<ArgumentException>());
    }

    [Fact]
    public async Task Line_6_a_raw_throw_keeps_its_own_type()
    {
        await using EngineHost host = await EngineHost.StartAsync(tasks => tasks
            .AddOrchestratorFunc("Throw", (TaskOrchestrationContext _) => throw new DivideByZeroException("by zero")));

        OrchestrationMetadata end = await host.RunAsync("Throw");

        Assert.Equal("System.DivideByZeroException", end.FailureDetails!.ErrorType);
        Assert.Equal("by zero", end.SerializedOutput);
    }

    [Fact]
    public async Task Line_6_a_failure_can_be_caught_with_its_details()
    {
        await using EngineHost host = await EngineHost.StartAsync(tasks => tasks
            .AddActivityFunc("Fail", _ => throw new ArgumentException("outer", new FormatException("inner")))
            .AddOrchestratorFunc("Catch", async context =>
            {
                try
                {
                    await context.CallActivityAsync("Fail");
                    return "not thrown";
                }
                catch (TaskFailedException failed)
                {
                    return $"{failed.TaskName} {failed.TaskId} {failed.FailureDetails.ErrorType} "
                        + failed.FailureDetails.InnerFailure!.ErrorMessage;
                }
            }));

        Assert.Equal("Fail 0 System.ArgumentException inner", await host.RunAsync<string>("Catch"));
    }

    [Fact]
    public async Task Line_6_unknown_names_fail_with_types_of_their_own()
    {
        await using EngineHost host = await EngineHost.StartAsync(tasks => tasks
            .AddOrchestratorFunc("Caller", async context =>
            {
                try
                {
                    await context.CallActivityAsync("Nowhere");
                    return "found";
                }
                catch (TaskFailedException failed)
                {
                    return failed.FailureDetails.ErrorType;
                }
            }));

        Assert.Equal("ActivityTaskNotFound", await host.RunAsync<string>("Caller"));
        OrchestrationMetadata end = await host.RunAsync("Nobody");
        Assert.Equal("OrchestratorTaskNotFound", end.FailureDetails!.ErrorType);
        Assert.Contains("Nobody", end.SerializedOutput, StringComparison.Ordinal);
    }
}
