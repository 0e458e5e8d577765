using Swarm.Contracts.Statuses;
using Swarm.Tests.Functions.ControlPlanes;

namespace Swarm.Tests.Functions.Patterns;

/// <summary>Workflows inside of workflows.</summary>
public sealed class NestingTests(RunningPlane running) : IClassFixture<RunningPlane>
{
    [Fact]
    public async Task A_node_may_be_a_workflow_in_the_same_file()
    {
        const string workflow = """
            version: 1
            name: outer
            nodes:
              name:  { run: [name] }
              inner:
                needs: name
                input: { who: "${name.stdout}" }
                workflow:
                  pattern: sequential
                  inputs: { who: { type: string } }
                  steps:
                    - { id: greet, run: [greet, "${inputs.who}"] }
                    - { id: shout, run: [shout, "${previous.stdout}"] }
                  outputs: { text: "${shout.stdout}" }
              end: { run: [end, "${inner.text}"], needs: inner }
            """;

        var run = await running.RunToEndAsync(workflow, item => item.Node == "name"
            ? FakeWorker.Done(item, stdout: "Ada")
            : FakeWorker.Done(item, stdout: string.Join('-', item.Shell!.Run!)));

        Assert.Equal(RunStatus.Completed, run.Summary.Status);
        Assert.Equal(
            [
                "name completed", "inner completed", "inner.greet completed", "inner.shout completed", "end completed",
            ],
            run.Statuses());
        Assert.Equal(
            "end-shout-greet-Ada", run.Node("end").Iterations[0].Output!.Value.GetProperty("stdout").GetString());
    }

    [Fact]
    public async Task A_stored_workflow_keeps_the_version_that_it_began_with()
    {
        const string first = "version: 1\nname: stored\nnodes: { a: { run: [one] }, b: { run: [two], needs: a } }\n";
        const string second = "version: 1\nname: stored\nnodes: { a: { run: [three] } }\n";
        const string outer = """
            version: 1
            name: uses-stored
            nodes:
              inner: { workflow: stored }
            """;
        var began = new TaskCompletionSource();
        var replaced = new TaskCompletionSource();
        var commands = new List<string>();
        await running.Plane.Admin.StoreAsync(first);
        await using var worker = await FakeWorker.StartAsync(running.Plane, async (item, cancellation) =>
        {
            commands.Add(item.Shell!.Run![0]);
            began.TrySetResult();
            await replaced.Task.WaitAsync(cancellation);
            return FakeWorker.Done(item);
        });

        var started = await running.Plane.Admin.RunAsync(outer);
        await began.Task.WaitAsync(TimeSpan.FromSeconds(60));
        await running.Plane.Admin.StoreAsync(second);
        replaced.SetResult();
        var run = await running.Plane.Admin.WaitForEndAsync(started.Summary.Id);
        var again = await running.Plane.Admin.RunAsync(outer);
        await running.Plane.Admin.WaitForEndAsync(again.Summary.Id);

        Assert.Equal(RunStatus.Completed, run.Summary.Status);
        Assert.Equal(["one", "two", "three"], commands);
    }

    [Fact]
    public async Task A_workflow_that_is_not_stored_fails_its_node()
    {
        var run = await running.RunToEndAsync(
            "version: 1\nname: dangling\nnodes: { inner: { workflow: { name: nobody, version: 3 } } }\n",
            item => FakeWorker.Done(item));

        Assert.Equal(
            "Node 'inner' failed: Node 'inner' cannot start: there is no version 3 of the workflow 'nobody'. "
            + "Store it first.",
            run.Summary.Reason);
    }

    [Fact]
    public async Task Inputs_that_do_not_fit_fail_the_node()
    {
        const string workflow = """
            version: 1
            name: misfit
            nodes:
              inner:
                input: { count: many }
                workflow:
                  inputs: { count: { type: integer } }
                  nodes: { a: { run: [make] } }
            """;

        var run = await running.RunToEndAsync(workflow, item => FakeWorker.Done(item));

        Assert.Contains("'count' must be of type integer", run.Summary.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_workflow_that_calls_itself_comes_to_an_end()
    {
        var run = await running.RunToEndAsync(
            "version: 1\nname: endless-nesting\nnodes: { inner: { workflow: endless-nesting } }\n",
            item => FakeWorker.Done(item));

        Assert.Equal(RunStatus.Failed, run.Summary.Status);
        Assert.Contains("deeper than 5 levels", run.Summary.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_inside_is_a_failure_of_the_node_and_can_be_taken_by_an_edge()
    {
        const string workflow = """
            version: 1
            name: rescued
            nodes:
              inner: { workflow: { nodes: { a: { run: [bad] }, b: { run: [b], needs: a } } } }
              rescue: { run: [rescue] }
            edges:
              - { from: inner, to: rescue, when: { path: status, equals: failed } }
            """;

        var run = await running.RunToEndAsync(
            workflow, item => item.Node == "inner.a" ? FakeWorker.Failed(item, "Bad.") : FakeWorker.Done(item));

        Assert.Equal(RunStatus.Completed, run.Summary.Status);
        Assert.Equal(["inner failed", "inner.a failed", "inner.b skipped", "rescue completed"], run.Statuses());
    }

    [Fact]
    public async Task A_whole_workflow_runs_for_each_item_of_a_list()
    {
        const string workflow = """
            version: 1
            name: mapped-workflow
            nodes:
              each:
                forEach: [x, y]
                input: { name: "${item}" }
                workflow:
                  inputs: { name: { type: string } }
                  nodes: { a: { run: [a, "${inputs.name}"] } }
                  outputs: { said: "${a.stdout}" }
            outputs: { all: "${each.items}" }
            """;

        var run = await running.RunToEndAsync(
            workflow, item => FakeWorker.Done(item, stdout: item.Shell!.Run![1]));

        Assert.Equal("""{"all":[{"said":"x"},{"said":"y"}]}""", run.Output!.Value.GetRawText());
        Assert.Equal(
            ["each completed", "each[0] completed", "each[0].a completed", "each[1] completed", "each[1].a completed"],
            run.Statuses());
    }

    [Fact]
    public async Task A_cancelled_run_cancels_what_lies_inside()
    {
        const string workflow = """
            version: 1
            name: cancelled-inside
            nodes:
              inner: { workflow: { nodes: { a: { run: [a] }, w: { wait: { event: never } } } } }
            """;
        FakeWorker worker = null!;
        var held = new TaskCompletionSource();
        await using var _ = worker = await FakeWorker.StartAsync(running.Plane, async (item, cancellation) =>
        {
            held.SetResult();
            return await worker.WaitForCancelAsync(item, cancellation);
        });
        var started = await running.Plane.Admin.RunAsync(workflow);
        await held.Task.WaitAsync(TimeSpan.FromSeconds(60));

        await running.Plane.Admin.CancelAsync(started.Summary.Id, "Enough.");
        var run = await running.Plane.Admin.WaitForEndAsync(started.Summary.Id);

        Assert.Equal(RunStatus.Cancelled, run.Summary.Status);
        Assert.Equal(["inner cancelled", "inner.a cancelled", "inner.w cancelled"], run.Statuses());
    }
}
