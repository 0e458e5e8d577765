using System.Net;
using Swarm.Contracts;
using Swarm.Contracts.Json;
using Swarm.Contracts.Problems;
using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;
using Swarm.Tests.Functions.ControlPlanes;

namespace Swarm.Tests.Functions.Runs;

/// <summary>Runs over HTTP: what is started, listed and read.</summary>
public sealed class RunApiTests(RunningPlane running) : IClassFixture<RunningPlane>
{
    private const string Workflow = """
        version: 1
        name: with-inputs
        pattern: graph
        inputs:
          target: { type: string }
          count:  { type: integer, default: 3 }
          fast:   { type: boolean, required: false }
        nodes:
          build: { run: [make, "${inputs.target}", "-j${inputs.count}"] }
        """;

    private static readonly SwarmJsonContext s_json = SwarmJsonContext.Default;

    private HttpClient Admin => running.Plane.Admin;

    [Fact]
    public async Task A_run_is_accepted_with_its_inputs_defaults_filled_in()
    {
        var stored = await Admin.StoreAsync(Workflow);
        using var response = await Admin.PostAsync(
            Requests.Route(ApiRoutes.ExecuteWorkflow, stored.Summary.Id), """{ "inputs": { "target": "all" } }""");
        var run = await response.ReadAsync(s_json.RunDetail);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal($"/api/v1/runs/{run.Summary.Id}", response.Headers.Location?.OriginalString);
        Assert.Equal("with-inputs", run.Summary.WorkflowName);
        Assert.Equal("all", run.Inputs["target"].GetString());
        Assert.Equal(3, run.Inputs["count"].GetInt32());
        Assert.DoesNotContain("fast", run.Inputs.Keys);
        Assert.Null(run.Branch);
        Assert.Equal("build", Assert.Single(run.Nodes).Path);
    }

    [Fact]
    public async Task Every_input_that_does_not_fit_is_named()
    {
        var stored = await Admin.StoreAsync(Workflow);

        using var response = await Admin.PostAsync(
            Requests.Route(ApiRoutes.ExecuteWorkflow, stored.Summary.Id),
            """{ "inputs": { "tarket": "all", "count": "three" } }""");
        var problem = await response.ReadProblemAsync(HttpStatusCode.UnprocessableEntity);

        Assert.Equal(ProblemCodes.Invalid, problem.Code);
        Assert.Equal(["/inputs/count", "/inputs/target", "/inputs/tarket"], problem.Errors!.Keys.Order());
        Assert.Contains("'target'", problem.Errors["/inputs/tarket"][0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Runs_of_a_workflow_are_numbered_and_listed_newest_first()
    {
        var mine = Workflow.Replace("with-inputs", "numbered", StringComparison.Ordinal);
        var runs = new List<RunDetail>();
        for (var i = 0; i < 3; i++)
        {
            runs.Add(await Admin.RunAsync(mine, """{ "target": "all" }"""));
        }

        var workflowId = runs[0].Summary.WorkflowId;
        var address = $"{ApiRoutes.Runs}?workflowId={workflowId}&limit=2";
        var first = await Admin.GetAsync(address, s_json.ListPageRunSummary);
        var second = await Admin.GetAsync($"{address}&cursor={first.NextCursor}", s_json.ListPageRunSummary);

        Assert.Equal([1, 2, 3], runs.Select(run => run.Summary.Number));
        Assert.Equal([3, 2], first.Items.Select(run => run.Number));
        Assert.Equal([1], second.Items.Select(run => run.Number));
        Assert.Null(second.NextCursor);
        var all = await Admin.GetAsync($"{ApiRoutes.Runs}?limit=200", s_json.ListPageRunSummary);
        Assert.Superset(
            runs.Select(run => run.Summary.Id).ToHashSet(), all.Items.Select(run => run.Id).ToHashSet());
    }

    [Fact]
    public async Task A_run_keeps_the_version_that_it_was_started_with()
    {
        var old = Workflow.Replace("with-inputs", "moving", StringComparison.Ordinal);
        var stored = await Admin.StoreAsync(old);
        await Admin.StoreAsync(old.Replace("build:", "compile:", StringComparison.Ordinal));

        using var response = await Admin.PostAsync(
            Requests.Route(ApiRoutes.ExecuteWorkflow, stored.Summary.Id),
            """{ "version": 1, "inputs": { "target": "all" } }""");
        var run = await response.ReadAsync(s_json.RunDetail);

        Assert.Equal(1, run.Summary.WorkflowVersion);
        Assert.Equal("build", Assert.Single(run.Nodes).Path);
    }

    [Fact]
    public async Task What_does_not_exist_is_not_found()
    {
        foreach (var route in new[] { ApiRoutes.Run, ApiRoutes.RunEvents, ApiRoutes.RunEventStream })
        {
            using var read = await Admin.GetAsync(new Uri(Requests.Route(route, "nothing"), UriKind.Relative));
            await read.ReadProblemAsync(HttpStatusCode.NotFound);
        }

        foreach (var route in new[] { ApiRoutes.CancelRun, ApiRoutes.ExecuteWorkflow })
        {
            using var asked = await Admin.PostAsync(Requests.Route(route, "nothing"), "{}");
            await asked.ReadProblemAsync(HttpStatusCode.NotFound);
        }
    }

    [Fact]
    public async Task A_node_that_commits_without_a_repository_fails_and_says_what_to_declare()
    {
        const string workflow = """
            version: 1
            name: homeless
            pattern: graph
            inputs:
              repository: { type: string, required: false }
            nodes:
              build: { run: [make], commit: Build it }
            """;

        var run = await Admin.RunAsync(workflow);
        var ended = await Admin.WaitForEndAsync(run.Summary.Id);

        Assert.Equal(RunStatus.Failed, ended.Summary.Status);
        Assert.Contains("repository", ended.Summary.Reason, StringComparison.Ordinal);
    }
}
