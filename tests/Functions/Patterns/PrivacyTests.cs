using Microsoft.Extensions.DependencyInjection;
using Swarm.Contracts;
using Swarm.Contracts.Allocation;
using Swarm.Contracts.Json;
using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.WorkItems;
using Swarm.Functions.WorkItems;
using Swarm.Tests.Functions.ControlPlanes;

namespace Swarm.Tests.Functions.Patterns;

/// <summary>
/// Only trusted workers get anything of a sensitive scope. Inner workflows once forgot what their node had said, and a
/// work item of theirs could go to anybody.
/// </summary>
public sealed class PrivacyTests(RunningPlane running) : IClassFixture<RunningPlane>
{
    [Fact]
    public async Task All_of_a_workflow_inside_of_a_sensitive_node_is_sensitive_whatever_it_says_itself()
    {
        await running.Plane.Admin.StoreAsync("""
            version: 1
            name: private-stored
            defaults: { privacy: normal }
            nodes: { deep: { run: [deep], compensate: { run: [undo] } } }
            """);

        var (_, sensitive) = await RunAsync("""
            version: 1
            name: private-nesting
            nodes:
              open: { run: [open] }
              closed:
                privacy: sensitive
                needs: open
                workflow:
                  nodes:
                    a: { run: [a], privacy: normal }
                    b: { needs: a, workflow: private-stored }
                    each: { forEach: [1], needs: a, workflow: { pattern: sequential, steps: [{ id: c, run: [c] }] } }
              last: { run: [last], needs: closed }
            """);

        Assert.Equal(["closed.a", "closed.b.deep", "closed.each[0].c"], sensitive);
    }

    [Fact]
    public async Task A_sensitive_node_that_runs_for_a_list_is_sensitive_for_each_item()
    {
        var (_, sensitive) = await RunAsync("""
            version: 1
            name: private-list
            nodes:
              each:  { forEach: [1, 2], run: [each], privacy: sensitive }
              inner: { forEach: [1], privacy: sensitive, workflow: { nodes: { a: { copies: 1, run: [a] } } } }
              other: { copies: 1, run: [other] }
            """);

        Assert.Equal(["each[0]", "each[1]", "inner[0].a[0]"], sensitive);
    }

    [Fact]
    public async Task What_undoes_a_sensitive_node_is_sensitive()
    {
        var (run, sensitive) = await RunAsync(
            """
            version: 1
            name: private-undoing
            nodes:
              make: { run: [make], privacy: sensitive, compensate: { run: [undo], privacy: normal } }
              fail: { run: [fail], needs: make }
            """,
            item => item.Node == "fail" ? FakeWorker.Failed(item, "Bad.") : FakeWorker.Done(item));

        Assert.Equal(RunStatus.Failed, run.Summary.Status);
        Assert.Equal(["compensate.make", "make"], sensitive);
    }

    [Fact]
    public async Task One_sensitive_expert_makes_the_whole_mixture_sensitive()
    {
        var (_, sensitive) = await RunAsync("""
            version: 1
            name: private-mixture
            pattern: mixture
            nodes:
              one: { run: [one], privacy: sensitive }
              two: { run: [two] }
            decide: { synthesiser: { run: [both] } }
            """);

        Assert.Equal(["one", "synthesiser", "two"], sensitive);
    }

    [Fact]
    public async Task A_sensitive_hierarchy_is_sensitive_down_to_the_subtasks_of_inner_directors()
    {
        var (_, sensitive) = await RunAsync(
            """
            version: 1
            name: private-hierarchy
            nodes:
              team:
                privacy: sensitive
                workflow:
                  pattern: hierarchical
                  director: { run: [plan] }
                  workers: { builder: { run: [build] } }
                  limits: { depth: 1 }
              free: { run: [free] }
            """,
            item => FakeWorker.Done(item, stdout: (item.Node, item.Iteration) switch
            {
                ("team.director", 1) => """{ "subtasks": [{ "id": "part", "worker": "director" }] }""",
                ("team.round-1.part.director", 1) => """{ "subtasks": [{ "id": "wall", "worker": "builder" }] }""",
                _ => """{ "done": true, "result": 1 }""",
            }));

        Assert.Equal(
            [
                "team.director", "team.director", "team.round-1.part.director", "team.round-1.part.director",
                "team.round-1.part.round-1.wall",
            ],
            sensitive);
    }

    [Fact]
    public async Task A_sensitive_worker_of_a_hierarchy_makes_its_director_sensitive()
    {
        var (_, sensitive) = await RunAsync(
            """
            version: 1
            name: private-worker
            pattern: hierarchical
            director: { run: [plan] }
            workers:
              closed: { run: [closed], privacy: sensitive }
              open:   { run: [open] }
            """,
            item => FakeWorker.Done(item, stdout: (item.Node, item.Iteration) switch
            {
                ("director", 1) => """{ "subtasks": [{ "id": "a", "worker": "open" }] }""",
                _ => """{ "done": true }""",
            }));

        Assert.Equal(["director", "director", "round-1.a"], sensitive);
    }

    /// <summary>Runs a workflow with a worker that is trusted.</summary>
    /// <returns>The run, and which of its work items were sensitive, by their nodes.</returns>
    private async Task<(RunDetail Run, IReadOnlyList<string> Sensitive)> RunAsync(
        string workflow, Func<WorkItem, ReportRequest>? work = null)
    {
        await using var worker = await FakeWorker.StartAsync(
            running.Plane, work ?? (item => FakeWorker.Done(item)), slots: 4, pollSeconds: 1);
        await TrustAsync();
        var started = await running.Plane.Admin.RunAsync(workflow);
        var run = await running.Plane.Admin.WaitForEndAsync(started.Summary.Id);
        var sensitive = new List<string>();
        var items = running.Plane.Services.GetRequiredService<WorkItemStore>();
        await foreach (var item in items.EachAsync(run.Summary.Id, default))
        {
            if (item.Spec.Placement.Privacy == Privacy.Sensitive)
            {
                sensitive.Add(item.Spec.Node);
            }
        }

        return (run, [.. sensitive.Order(StringComparer.Ordinal)]);
    }

    private async Task TrustAsync()
    {
        var admin = running.Plane.Admin;
        var workers = await admin.GetAsync(ApiRoutes.Workers, SwarmJsonContext.Default.ListPageWorkerSummary);
        foreach (var worker in workers.Items)
        {
            using var content = new StringContent(
                """{ "trusted": true }""", System.Text.Encoding.UTF8, "application/json");
            using var changed = await admin.PatchAsync(
                new Uri(Requests.Route(ApiRoutes.Worker, worker.Id), UriKind.Relative), content);
            await changed.ReadAsync(SwarmJsonContext.Default.WorkerDetail);
        }
    }
}
