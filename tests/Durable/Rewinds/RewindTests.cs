using System.Collections.Concurrent;
using Swarm.Durable;
using Swarm.Durable.Client;
using Swarm.Durable.Core.History;
using Swarm.Durable.Dispatch;
using Swarm.Durable.Stores;
using Swarm.Tests.Durable.Support;

namespace Swarm.Tests.Durable.Rewinds;

/// <summary>A failed instance goes on: what failed runs again, what was finished keeps its result.</summary>
public sealed class RewindTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>How often each call ran, by activity and input.</summary>
    private readonly ConcurrentDictionary<string, int> _runs = new();

    /// <summary>The calls that throw.</summary>
    private readonly ConcurrentDictionary<string, bool> _broken = new();

    [Fact]
    public async Task A_failed_activity_runs_again_and_finished_ones_do_not()
    {
        await using EngineHost host = await StartAsync(tasks => tasks.AddOrchestratorFunc("Three", async context =>
        {
            var results = new List<string>();
            for (int step = 1; step <= 3; step++)
            {
                results.Add(await context.CallActivityAsync<string>("Work", $"{step}"));
            }

            return string.Join(' ', results);
        }));
        _broken["2"] = true;
        OrchestrationMetadata failed = await host.RunAsync("Three", id: "three");
        _broken.Clear();

        await host.Client.RewindInstanceAsync("three", "mended");
        OrchestrationMetadata end = await host.EndOfAsync("three");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, failed.RuntimeStatus);
        Assert.Equal("\"done 1 done 2 done 3\"", end.SerializedOutput);
        Assert.Null(end.FailureDetails);
        AssertRuns(("1", 1), ("2", 2), ("3", 1));
    }

    [Fact]
    public async Task Every_failed_call_of_a_fan_out_runs_again_and_no_other()
    {
        await using EngineHost host = await StartAsync(tasks => tasks.AddOrchestratorFunc("Fan", async context =>
            string.Join(' ', await Task.WhenAll(
                Enumerable.Range(1, 6).Select(each => context.CallActivityAsync<string>("Work", $"{each}"))))));
        _broken["2"] = _broken["5"] = true;
        await host.RunAsync("Fan", id: "fan");
        _broken.Clear();

        await host.Client.RewindInstanceAsync("fan", "mended");
        OrchestrationMetadata end = await host.EndOfAsync("fan");

        Assert.Equal("\"done 1 done 2 done 3 done 4 done 5 done 6\"", end.SerializedOutput);
        AssertRuns(("1", 1), ("2", 2), ("3", 1), ("4", 1), ("5", 2), ("6", 1));
    }

    [Fact]
    public async Task Chains_that_went_on_beside_a_failed_one_keep_what_they_had_finished()
    {
        await using EngineHost host = await StartAsync(tasks => tasks
            .AddOrchestratorFunc<string, string>("Child", async (context, name) =>
                await context.CallActivityAsync<string>("Work", $"child {name}"))
            .AddOrchestratorFunc("Chains", async context => string.Join(", ", await Task.WhenAll(
                Enumerable.Range(1, 3).Select(each => ChainAsync(context, $"{each}"))))));
        _broken["b 1"] = _broken["b 2"] = true;
        await host.RunAsync("Chains", id: "chains");
        _broken.Clear();

        // The failure of one chain is seen behind that of the other, beside which the third has gone on.
        OrchestrationMetadata end;
        int rewinds = 0;
        do
        {
            await host.Client.RewindInstanceAsync("chains", "mended");
            end = await host.EndOfAsync("chains");
        }
        while (end.RuntimeStatus == OrchestrationRuntimeStatus.Failed && ++rewinds < 2);

        Assert.Equal("\"done child 1, done child 2, done child 3\"", end.SerializedOutput);
        Assert.All(_runs, run => Assert.Equal(run.Key is "b 1" or "b 2" ? 2 : 1, run.Value));
        Assert.Equal(9, _runs.Count);

        async Task<string> ChainAsync(TaskOrchestrationContext context, string name)
        {
            await context.CallActivityAsync<string>("Work", $"a {name}");
            await context.CallActivityAsync<string>("Work", $"b {name}");
            await context.CreateTimer(TimeSpan.Zero, CancellationToken.None);
            return await context.CallSubOrchestratorAsync<string>("Child", name);
        }
    }

    [Fact]
    public async Task Failed_children_are_rewound_themselves_down_to_the_failed_activity()
    {
        await using EngineHost host = await StartAsync(tasks => tasks
            .AddOrchestratorFunc<int, string>("Nested", async (context, depth) =>
            {
                string own = await context.CallActivityAsync<string>("Work", $"before {depth}");
                string inner = depth == 0
                    ? await context.CallActivityAsync<string>("Work", "leaf")
                    : await context.CallSubOrchestratorAsync<string>("Nested", depth - 1);
                return $"{own}|{inner}";
            }));
        _broken["leaf"] = true;
        OrchestrationMetadata failed = await host.RunAsync("Nested", 3, "root");
        _broken.Clear();

        await host.Client.RewindInstanceAsync("root", "mended");
        OrchestrationMetadata end = await host.EndOfAsync("root");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, failed.RuntimeStatus);
        Assert.Equal(
            "done before 3|done before 2|done before 1|done before 0|done leaf", end.ReadOutputAs<string>());
        AssertRuns(("before 3", 1), ("before 2", 1), ("before 1", 1), ("before 0", 1), ("leaf", 2));
    }

    [Fact]
    public async Task A_child_that_was_purged_starts_anew_and_one_that_was_rewound_before_answers_again()
    {
        await using EngineHost host = await StartAsync(tasks => tasks
            .AddOrchestratorFunc<string, string>("Child", (context, name) =>
                context.CallActivityAsync<string>("Work", name))
            .AddOrchestratorFunc("Parent", async context => string.Join(' ', await Task.WhenAll(
                new[] { "purged", "rewound" }.Select(name => context.CallSubOrchestratorAsync<string>(
                    "Child", name, new SubOrchestrationOptions(instanceId: name)))))));
        _broken["purged"] = _broken["rewound"] = true;
        await host.RunAsync("Parent", id: "parent");
        await host.EndOfAsync("purged");
        await host.EndOfAsync("rewound");
        _broken.Clear();
        await host.Client.PurgeInstanceAsync("purged");
        await host.Client.RewindInstanceAsync("rewound", "by itself");
        await host.EndOfAsync("rewound");

        await host.Client.RewindInstanceAsync("parent", "mended");
        OrchestrationMetadata end = await host.EndOfAsync("parent");

        Assert.Equal("\"done purged done rewound\"", end.SerializedOutput);
        AssertRuns(("purged", 2), ("rewound", 2));
    }

    [Fact]
    public async Task The_last_attempt_of_a_retried_call_runs_again_and_earlier_waits_are_not_waited_for_again()
    {
        await using EngineHost host = await StartAsync(tasks => tasks.AddOrchestratorFunc("Retried", async context =>
        {
            string first = await context.CallActivityAsync<string>(
                "Work", "stubborn", TaskOptions.FromRetryPolicy(new RetryPolicy(3, Minute)));
            return first + await context.CallActivityAsync<string>("Work", "last");
        }));
        _broken["stubborn"] = true;
        string id = await host.StartInstanceAsync("Retried", id: "retried");
        for (int wait = 0; wait < 2; wait++)
        {
            await host.Clock.WaitForTimerAsync(Minute);
            host.Clock.Advance(Minute);
        }

        OrchestrationMetadata failed = await host.EndOfAsync(id);
        _broken.Clear();

        await host.Client.RewindInstanceAsync(id, "mended");
        OrchestrationMetadata end = await host.EndOfAsync(id);

        Assert.Equal(OrchestrationRuntimeStatus.Failed, failed.RuntimeStatus);
        Assert.Equal("\"done stubborndone last\"", end.SerializedOutput);
        AssertRuns(("stubborn", 4), ("last", 1));
    }

    [Fact]
    public async Task A_failure_that_was_answered_stays_and_what_undid_the_work_is_forgotten()
    {
        await using EngineHost host = await StartAsync(tasks => tasks.AddOrchestratorFunc("Saga", async context =>
        {
            string optional;
            try
            {
                optional = await context.CallActivityAsync<string>("Work", "optional");
            }
            catch (TaskFailedException)
            {
                optional = await context.CallActivityAsync<string>("Work", "instead");
            }

            try
            {
                return optional + await context.CallActivityAsync<string>("Work", "pay");
            }
            catch (TaskFailedException)
            {
                await context.CallActivityAsync<string>("Work", "pay back");
                throw;
            }
        }));
        _broken["optional"] = _broken["pay"] = true;
        await host.RunAsync("Saga", id: "saga");
        _broken.Clear();

        await host.Client.RewindInstanceAsync("saga", "mended");
        OrchestrationMetadata end = await host.EndOfAsync("saga");

        Assert.Equal("\"done insteaddone pay\"", end.SerializedOutput);
        AssertRuns(("optional", 1), ("instead", 1), ("pay", 2), ("pay back", 1));
    }

    [Fact]
    public async Task A_failure_that_the_code_can_do_without_stays()
    {
        await using EngineHost host = await StartAsync(tasks => tasks
            .AddActivityFunc("Optional", _ => throw new InvalidOperationException("not there"))
            .AddOrchestratorFunc("Lenient", async context =>
            {
                Task optional = SwallowAsync(context.CallActivityAsync("Optional"));
                string[] needed = await Task.WhenAll(
                    context.CallActivityAsync<string>("Work", "1"), context.CallActivityAsync<string>("Work", "2"));
                await optional;
                return string.Join(' ', [.. needed, await context.CallActivityAsync<string>("Work", "3"),
                    await context.CallActivityAsync<string>("Work", "4")]);
            }));
        _broken["4"] = true;
        await host.RunAsync("Lenient", id: "lenient");
        _broken.Clear();

        await host.Client.RewindInstanceAsync("lenient", "mended");
        OrchestrationMetadata end = await host.EndOfAsync("lenient");

        Assert.Equal("\"done 1 done 2 done 3 done 4\"", end.SerializedOutput);
        AssertRuns(("1", 1), ("2", 1), ("3", 1), ("4", 2));

        static async Task SwallowAsync(Task task)
        {
            try
            {
                await task;
            }
            catch (TaskFailedException)
            {
                // It is optional.
            }
        }
    }

    [Fact]
    public async Task Code_that_was_mended_goes_on_where_it_threw()
    {
        var store = new InMemoryDurableStore();
        await using (EngineHost before = await StartAsync(Register(isMended: false), store))
        {
            await before.RunAsync("Buggy", id: "buggy");
        }

        await using EngineHost host = await StartAsync(Register(isMended: true), store);
        await host.Client.RewindInstanceAsync("buggy", "mended");
        OrchestrationMetadata end = await host.EndOfAsync("buggy");

        Assert.Equal("\"done first done second\"", end.SerializedOutput);
        AssertRuns(("first", 1), ("second", 1));

        static Action<DurableTaskRegistry> Register(bool isMended) => tasks => tasks
            .AddOrchestratorFunc("Buggy", async context =>
            {
                string first = await context.CallActivityAsync<string>("Work", "first");
                return isMended
                    ? $"{first} {await context.CallActivityAsync<string>("Work", "second")}"
                    : throw new InvalidOperationException("a bug");
            });
    }

    [Fact]
    public async Task Events_and_sent_events_are_neither_lost_nor_doubled()
    {
        await using EngineHost host = await StartAsync(tasks => tasks
            .AddOrchestratorFunc("Listen", async context =>
                await context.WaitForExternalEvent<string>("Note") + await context.WaitForExternalEvent<string>("End"))
            .AddOrchestratorFunc("Talk", async context =>
            {
                Task<string> failing = context.CallActivityAsync<string>("Work", "fails");
                string word = await context.WaitForExternalEvent<string>("Word");
                context.SendEvent("listener", "Note", word);
                return $"{word} {await failing} {await context.WaitForExternalEvent<string>("Later")}";
            }));
        string listener = await host.StartInstanceAsync("Listen", id: "listener");
        _broken["fails"] = true;
        string id = await host.StartInstanceAsync("Talk", id: "talker");
        await host.WaitForHistoryAsync(id, item => item is Swarm.Durable.History.TaskFailed);
        await host.Client.RaiseEventAsync(id, "Word", "hello");
        await host.EndOfAsync(id);
        _broken.Clear();

        await host.Client.RewindInstanceAsync(id, "mended");
        await host.Client.RaiseEventAsync(id, "Later", "bye");
        OrchestrationMetadata end = await host.EndOfAsync(id);
        await host.Client.RaiseEventAsync(listener, "End", "!");
        OrchestrationMetadata heard = await host.EndOfAsync(listener);

        Assert.Equal("\"hello done fails bye\"", end.SerializedOutput);
        Assert.Equal("\"hello!\"", heard.SerializedOutput);
    }

    [Fact]
    public async Task A_rewound_instance_that_fails_again_can_be_rewound_again_and_replays_from_the_store()
    {
        var store = new InMemoryDurableStore();
        _broken["2"] = _broken["3"] = true;
        await using (EngineHost before = await StartAsync(Register, store))
        {
            await before.RunAsync("Steps", id: "steps");
            _broken.TryRemove("2", out _);
            await before.Client.RewindInstanceAsync("steps", "first");
            Assert.Equal(OrchestrationRuntimeStatus.Failed, (await before.EndOfAsync("steps")).RuntimeStatus);
            _broken.Clear();
            await before.Client.RewindInstanceAsync("steps", "second");
            await before.WaitForCustomStatusAsync("steps", "waiting");
        }

        await using EngineHost host = await StartAsync(Register, store);
        await host.Client.RaiseEventAsync("steps", "Go", 1);
        OrchestrationMetadata end = await host.EndOfAsync("steps");
        IList<HistoryEvent> history = await host.Client.GetOrchestrationHistoryAsync("steps");

        Assert.Equal("\"done 1 done 2 done 3\"", end.SerializedOutput);
        AssertRuns(("1", 1), ("2", 2), ("3", 2));
        Assert.Equal(["first", "second"], history.OfType<ExecutionRewoundEvent>().Select(item => item.Reason));
        Assert.Equal(3, history.OfType<ExecutionCompletedEvent>().Count());
        Assert.Equal(2, history.OfType<TaskFailedEvent>().Count());
        Assert.Equal(3, history.OfType<TaskCompletedEvent>().Count());
        Assert.Equal(3, history.OfType<TaskScheduledEvent>().Count());

        static void Register(DurableTaskRegistry tasks) => tasks.AddOrchestratorFunc("Steps", async context =>
        {
            var results = new List<string>();
            for (int step = 1; step <= 3; step++)
            {
                results.Add(await context.CallActivityAsync<string>("Work", $"{step}"));
            }

            context.SetCustomStatus("waiting");
            await context.WaitForExternalEvent<int>("Go");
            return string.Join(' ', results);
        });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_child_that_ended_while_its_parent_had_failed_is_heard_after_the_rewind(bool childFails)
    {
        await using EngineHost host = await StartAsync(tasks => tasks
            .AddOrchestratorFunc("Slow", async context =>
                await context.WaitForExternalEvent<string>("Go")
                + await context.CallActivityAsync<string>("Work", "slow"))
            .AddOrchestratorFunc("Parent", async context =>
            {
                Task<string> slow = context.CallSubOrchestratorAsync<string>(
                    "Slow", new SubOrchestrationOptions(instanceId: "slow"));
                return await context.CallActivityAsync<string>("Work", "quick") + await slow;
            }));
        _broken["quick"] = true;
        if (childFails)
        {
            _broken["slow"] = true;
        }

        await host.RunAsync("Parent", id: "parent");
        await host.WaitForStatusAsync("slow", OrchestrationRuntimeStatus.Running);
        await host.Client.RaiseEventAsync("slow", "Go", "went ");
        await host.EndOfAsync("slow");
        _broken.Clear();

        await host.Client.RewindInstanceAsync("parent", "mended");

        Assert.Equal("\"done quickwent done slow\"", (await host.EndOfAsync("parent")).SerializedOutput);
        AssertRuns(("quick", 2), ("slow", childFails ? 2 : 1));
    }

    [Fact]
    public async Task A_child_that_was_terminated_starts_anew()
    {
        await using EngineHost host = await StartAsync(tasks => tasks
            .AddOrchestratorFunc("Child", async context =>
                await context.CallActivityAsync<string>("Work", "child")
                + await context.WaitForExternalEvent<string>("Go"))
            .AddOrchestratorFunc("Parent", context => context.CallSubOrchestratorAsync<string>(
                "Child", new SubOrchestrationOptions(instanceId: "child"))));
        await host.StartInstanceAsync("Parent", id: "parent");
        await host.WaitForStatusAsync("child", OrchestrationRuntimeStatus.Running);
        await host.Client.TerminateInstanceAsync("child", (object)"stopped");
        OrchestrationMetadata failed = await host.EndOfAsync("parent");

        await host.Client.RewindInstanceAsync("parent", "once more");
        await host.WaitForStatusAsync("child", OrchestrationRuntimeStatus.Running);
        await host.Client.RaiseEventAsync("child", "Go", "!");
        OrchestrationMetadata end = await host.EndOfAsync("parent");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, failed.RuntimeStatus);
        Assert.Equal("\"done child!\"", end.SerializedOutput);
    }

    [Fact]
    public async Task A_rewind_that_finds_no_code_fails_and_can_be_done_again()
    {
        var store = new InMemoryDurableStore();
        _broken["it"] = true;
        await using (EngineHost before = await StartAsync(Register, store))
        {
            await before.RunAsync("Lost", id: "lost");
        }

        _broken.Clear();
        await using (EngineHost without = await StartAsync(_ => { }, store))
        {
            await without.Client.RewindInstanceAsync("lost", "too early");
            Assert.Equal(
                "OrchestratorTaskNotFound", (await without.EndOfAsync("lost")).FailureDetails!.ErrorType);
        }

        await using EngineHost host = await StartAsync(Register, store);
        await host.Client.RewindInstanceAsync("lost", "mended");

        Assert.Equal("\"done it\"", (await host.EndOfAsync("lost")).SerializedOutput);
        AssertRuns(("it", 2));

        static void Register(DurableTaskRegistry tasks) => tasks.AddOrchestratorFunc(
            "Lost", context => context.CallActivityAsync<string>("Work", "it"));
    }

    [Fact]
    public async Task A_rewound_generation_goes_on_and_may_continue_as_new_with_its_events()
    {
        await using EngineHost host = await StartAsync(tasks => tasks
            .AddOrchestratorFunc<int, string>("Count", async (context, generation) =>
            {
                if (generation == 3)
                {
                    return $"{await context.WaitForExternalEvent<string>("Kept")}";
                }

                await context.CallActivityAsync<string>("Work", $"generation {generation}");
                context.ContinueAsNew(generation + 1);
                return string.Empty;
            }));
        _broken["generation 2"] = true;
        string id = await host.StartInstanceAsync("Count", 1, "counter");
        await host.EndOfAsync(id);
        _broken.Clear();

        await host.Client.RewindInstanceAsync(id, "mended");
        await host.Client.RaiseEventAsync(id, "Kept", "event");
        OrchestrationMetadata end = await host.EndOfAsync(id);

        Assert.Equal("\"event\"", end.SerializedOutput);
        AssertRuns(("generation 1", 1), ("generation 2", 2));
    }

    [Fact]
    public async Task Only_a_failed_instance_can_be_rewound()
    {
        await using EngineHost host = await StartAsync(tasks => tasks
            .AddOrchestratorFunc("Wait", context => context.WaitForExternalEvent<int>("Go"))
            .AddOrchestratorFunc("Quick", _ => "done"));
        await host.StartInstanceAsync("Wait", id: "running");
        await host.RunAsync("Quick", id: "completed");

        var ofRunning = await Assert.ThrowsAsync<InstanceNotFailedException>(
            () => host.Client.RewindInstanceAsync("running", "why"));
        var ofCompleted = await Assert.ThrowsAsync<InstanceNotFailedException>(
            () => host.Client.RewindInstanceAsync("completed", "why"));

        Assert.IsAssignableFrom<InvalidOperationException>(ofRunning);
        Assert.Equal(OrchestrationRuntimeStatus.Completed, ofCompleted.Status);
        await Assert.ThrowsAsync<InstanceNotFoundException>(() => host.Client.RewindInstanceAsync("nobody", "why"));
    }

    [Fact]
    public async Task An_activity_that_still_runs_when_its_instance_is_rewound_does_not_run_twice()
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using EngineHost host = await StartAsync(tasks => tasks
            .AddActivityFunc("Slow", async _ =>
            {
                Count("slow");
                await release.Task;
                return "slow done";
            })
            .AddOrchestratorFunc("Beside", async context =>
            {
                Task<string> slow = context.CallActivityAsync<string>("Slow");
                return $"{await context.CallActivityAsync<string>("Work", "quick")} {await slow}";
            }));
        _broken["quick"] = true;
        await host.RunAsync("Beside", id: "beside");
        _broken.Clear();

        await host.Client.RewindInstanceAsync("beside", "mended");
        await host.WaitForHistoryAsync("beside", item => item is Swarm.Durable.History.TaskCompleted);
        release.SetResult();
        OrchestrationMetadata end = await host.EndOfAsync("beside");

        Assert.Equal("\"done quick slow done\"", end.SerializedOutput);
        AssertRuns(("quick", 2), ("slow", 1));
    }

    [Fact]
    public async Task What_came_for_a_failed_instance_outlives_a_rewind_that_found_no_code()
    {
        var store = new InMemoryDurableStore();
        void WithParent(DurableTaskRegistry tasks) => WithChild(tasks.AddOrchestratorFunc("Parent", async context =>
        {
            Task<string> child = context.CallSubOrchestratorAsync<string>(
                "Child", options: new SubOrchestrationOptions(instanceId: "child"));
            return $"{await context.CallActivityAsync<string>("Work", "step")} {await child}";
        }));
        void WithChild(DurableTaskRegistry tasks) =>
            tasks.AddOrchestratorFunc("Child", context => context.WaitForExternalEvent<string>("go"));

        _broken["step"] = true;
        await using (EngineHost first = await StartAsync(WithParent, store))
        {
            await first.RunAsync("Parent", id: "parent");
            await first.Client.RaiseEventAsync("child", "go", "heard");
            await first.EndOfAsync("child");
        }

        _broken.Clear();
        await using (EngineHost second = await StartAsync(WithChild, store))
        {
            await second.Client.RewindInstanceAsync("parent", "too early");
            Assert.Equal(OrchestrationRuntimeStatus.Failed, (await second.EndOfAsync("parent")).RuntimeStatus);
        }

        await using EngineHost third = await StartAsync(WithParent, store);
        await third.Client.RewindInstanceAsync("parent", "mended");
        OrchestrationMetadata end = await third.EndOfAsync("parent");

        Assert.Equal("\"done step heard\"", end.SerializedOutput);
    }

    private Task<EngineHost> StartAsync(Action<DurableTaskRegistry> register, IDurableStore? store = null) =>
        EngineHost.StartAsync(
            tasks => register(tasks.AddActivityFunc<string, string>("Work", (_, input) =>
            {
                Count(input);
                return _broken.ContainsKey(input)
                    ? throw new InvalidOperationException($"{input} is broken")
                    : $"done {input}";
            })),
            store);

    private void Count(string run) => _runs.AddOrUpdate(run, 1, (_, count) => count + 1);

    private void AssertRuns(params (string Run, int Count)[] expected) => Assert.Equal(
        expected.OrderBy(run => run.Run, StringComparer.Ordinal),
        _runs.Select(run => (run.Key, run.Value)).OrderBy(run => run.Key, StringComparer.Ordinal));
}
