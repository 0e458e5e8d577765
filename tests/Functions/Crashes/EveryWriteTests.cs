using System.Text.Json;
using Swarm.Contracts.Statuses;
using Swarm.Core.Leases;

namespace Swarm.Tests.Functions.Crashes;

/// <summary>
/// Each step of a run touches several stores, and the process may die between any two writes. Each of these runs is
/// repeated with a control plane that dies at its first write, at its second and so on, whether to tables, to queues or
/// to the engine's store, and that is then started again: it ends as the undisturbed run does, and nothing is done
/// twice.
/// </summary>
public sealed class EveryWriteTests(CrashFolder folder) : IClassFixture<CrashFolder>
{
    private const string Pipeline = """
        version: 1
        name: pipeline
        pattern: graph
        defaults: { retry: { attempts: 2, backoff: PT0.01S } }
        nodes:
          build: { run: [make] }
          test:  { run: [make, test], needs: [build], input: { built: "${build.stdout}" } }
        """;

    private const string Step = """
        version: 1
        name: step
        pattern: graph
        nodes:
          build: { run: [make] }
        """;

    private const string Large = """
        version: 1
        name: large
        pattern: graph
        inputs:
          text: { type: string }
        nodes:
          make: { run: [make], input: { text: "${inputs.text}" } }
          use:  { run: [use, "${make.stdout}"], needs: [make] }
        """;

    private const string Gated = """
        version: 1
        name: gated
        pattern: sequential
        steps:
          - { id: gate, checkpoint: Go on? }
          - { id: signal, wait: { event: go, timeout: P1D } }
          - { id: work, run: [make, "${signal.data}"] }
        """;

    private const string Listed = """
        version: 1
        name: listed
        nodes:
          each:
            forEach: [one, two]
            maxParallel: 1
            input: { name: "${item}" }
            workflow:
              pattern: mixture
              inputs: { name: { type: string } }
              nodes: { only: { run: [say, "${inputs.name}"] } }
          last: { run: [join, "${each.values}"], needs: [each] }
        """;

    private const string Directed = """
        version: 1
        name: directed
        pattern: hierarchical
        director: { run: [plan] }
        workers: { w: { run: [work, "${subtask.title}"] } }
        """;

    private const string Locked = """
        version: 1
        name: locked
        nodes:
          one: { run: [make, one], locks: [b, a] }
          two: { run: [make, two], locks: a, needs: one }
        """;

    [Fact]
    public Task A_run_with_locks_ends_as_if_nothing_had_died() => DieAtEachWriteAsync(async script =>
    {
        await script.StartRunAsync(Locked);
        var one = await script.TakeAsync();
        await script.DoAsync(one, CrashScript.Report(one, "made"));
        var two = await script.TakeAsync();
        await script.DoAsync(two, CrashScript.Report(two, "made"));
        await script.WaitForEndAsync();
    });

    [Fact]
    public Task A_run_with_a_retry_ends_as_if_nothing_had_died() => DieAtEachWriteAsync(async script =>
    {
        await script.StartRunAsync(Pipeline);
        var build = await script.TakeAsync();
        await script.DoAsync(build, CrashScript.Report(build, "42 files"));
        var test = await script.TakeAsync();
        Assert.Equal("42 files", test.Shell!.Environment["SWARM_INPUT_BUILT"]);
        await script.DoAsync(test, CrashScript.Report(test, "1 failed", WorkItemOutcome.Failed));
        var again = await script.TakeAsync();
        await script.DoAsync(again, CrashScript.Report(again, "all well"));
        await script.WaitForEndAsync();
    });

    [Fact]
    public Task A_run_that_is_cancelled_ends_as_if_nothing_had_died() => DieAtEachWriteAsync(async script =>
    {
        await script.StartRunAsync(Step);
        var build = await script.TakeAsync();
        await script.CancelAsync();
        await script.DoAsync(build, CrashScript.Report(build, outcome: WorkItemOutcome.Cancelled));
        await script.WaitForEndAsync();
    });

    [Fact]
    public Task A_run_whose_worker_was_lost_ends_as_if_nothing_had_died() => DieAtEachWriteAsync(async script =>
    {
        await script.StartRunAsync(Step);
        var lost = await script.TakeAsync();
        await script.WaitForLossAsync(lost);
        var build = await script.TakeAsync();
        Assert.Equal(lost.Token + 2, build.Token);
        await script.DoAsync(build, CrashScript.Report(build, "done"));
        await script.WaitForEndAsync();
    });

    [Fact]
    public Task A_run_whose_work_was_parked_and_replayed_ends_as_if_nothing_had_died() => DieAtEachWriteAsync(
        async script =>
        {
            await script.StartRunAsync(Step);
            for (var delivery = 1; delivery <= LeaseRules.DeliveryLimit; delivery++)
            {
                await script.LoseAsync(await script.TakeAsync());
            }

            await script.ReplayAsync();
            var build = await script.TakeAsync();
            await script.DoAsync(build, CrashScript.Report(build, "done"));
            await script.WaitForEndAsync();
        });

    [Fact]
    public Task A_run_with_large_values_ends_as_if_nothing_had_died() => DieAtEachWriteAsync(async script =>
    {
        var text = JsonSerializer.SerializeToElement(new string('t', 20_000));
        await script.StartRunAsync(Large, new() { ["text"] = text });
        var make = await script.TakeAsync();
        Assert.Equal(20_000, make.Inputs["SWARM_INPUT_TEXT"].Size);
        var output = await script.StoreAsync(new string('o', 30_000));
        await script.DoAsync(make, CrashScript.Report(make, "ooo") with { StdoutContent = output });
        var use = await script.TakeAsync();
        Assert.NotNull(use.Payload);
        await script.DoAsync(use, CrashScript.Report(use, "used"));
        await script.WaitForEndAsync();
    });

    [Fact]
    public Task A_run_that_asks_and_waits_ends_as_if_nothing_had_died() => DieAtEachWriteAsync(async script =>
    {
        await script.StartRunAsync(Gated);
        await script.ApproveAsync();
        await script.SendAsync("go", "signal");
        var work = await script.TakeAsync();
        Assert.Equal(["make", "7"], work.Shell!.Run);
        await script.DoAsync(work, CrashScript.Report(work, "done"));
        await script.WaitForEndAsync();
    });

    [Fact]
    public Task A_run_of_workflows_inside_of_a_list_ends_as_if_nothing_had_died() => DieAtEachWriteAsync(
        async script =>
        {
            await script.StartRunAsync(Listed);
            foreach (var name in new[] { "one", "two" })
            {
                var say = await script.TakeAsync();
                Assert.Equal(["say", name], say.Shell!.Run);
                await script.DoAsync(say, CrashScript.Report(say, name));
            }

            var join = await script.TakeAsync();
            Assert.Equal("""["one","two"]""", join.Shell!.Run![1]);
            await script.DoAsync(join, CrashScript.Report(join));
            await script.WaitForEndAsync();
        });

    [Fact]
    public Task A_run_that_a_director_plans_ends_as_if_nothing_had_died() => DieAtEachWriteAsync(async script =>
    {
        await script.StartRunAsync(Directed);
        var plan = await script.TakeAsync();
        await script.DoAsync(
            plan,
            CrashScript.Report(plan, """{ "subtasks": [{ "id": "a", "worker": "w", "title": "Build" }] }"""));
        var work = await script.TakeAsync();
        Assert.Equal(["work", "Build"], work.Shell!.Run);
        await script.DoAsync(work, CrashScript.Report(work, "built"));
        var look = await script.TakeAsync();
        await script.DoAsync(look, CrashScript.Report(look, """{ "done": true, "result": 1 }"""));
        await script.WaitForEndAsync();
    });

    private Task DieAtEachWriteAsync(Func<CrashScript, Task> act) => CrashRuns.DieAtEachWriteAsync(folder, act);
}
