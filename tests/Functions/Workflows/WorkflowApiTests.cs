using System.Net;
using Swarm.Contracts;
using Swarm.Contracts.Json;
using Swarm.Contracts.Problems;
using Swarm.Tests.Functions.ControlPlanes;

namespace Swarm.Tests.Functions.Workflows;

/// <summary>Workflow files over HTTP.</summary>
public sealed class WorkflowApiTests(RunningPlane running) : IClassFixture<RunningPlane>
{
    private static readonly SwarmJsonContext s_json = SwarmJsonContext.Default;

    private HttpClient Admin => running.Plane.Admin;

    [Fact]
    public async Task Validation_says_what_is_wrong_and_stores_nothing()
    {
        var file = File("validated").Replace("make", "'${biuld.stdout}'", StringComparison.Ordinal);

        using var response = await Admin.PostAsync(ApiRoutes.ValidateWorkflow, file);
        var found = await response.ReadAsync(s_json.ValidateWorkflowResponse);

        Assert.False(found.Valid);
        Assert.Equal("validated", found.Name);
        Assert.Equal(["build"], found.Nodes);
        Assert.NotEmpty(found.Errors);
        Assert.DoesNotContain(await NamesAsync(), name => name == "validated");
    }

    [Fact]
    public async Task A_good_file_is_valid_and_is_not_stored_either()
    {
        using var response = await Admin.PostAsync(ApiRoutes.ValidateWorkflow, File("checked-only"));
        var found = await response.ReadAsync(s_json.ValidateWorkflowResponse);

        Assert.True(found.Valid);
        Assert.Empty(found.Errors);
        Assert.DoesNotContain(await NamesAsync(), name => name == "checked-only");
    }

    [Fact]
    public async Task A_broken_file_is_refused_with_line_and_column()
    {
        using var response = await Admin.PostAsync(ApiRoutes.Workflows, "version: 1\nname: broken\npattern: graf\n");
        var problem = await response.ReadProblemAsync(HttpStatusCode.UnprocessableEntity);

        Assert.Equal(ProblemCodes.InvalidWorkflow, problem.Code);
        Assert.Contains(problem.WorkflowErrors!, error => error is { Line: 3, Column: > 1 });
        Assert.DoesNotContain(await NamesAsync(), name => name == "broken");
    }

    [Fact]
    public async Task The_same_text_is_the_same_version_and_another_text_the_next()
    {
        using var made = await Admin.PostAsync(ApiRoutes.Workflows, File("versioned"));
        var first = await made.ReadAsync(s_json.WorkflowDetail);
        using var repeated = await Admin.PostAsync(ApiRoutes.Workflows, File("versioned"));
        var again = await repeated.ReadAsync(s_json.WorkflowDetail);
        using var changed = await Admin.PostAsync(ApiRoutes.Workflows, File("versioned") + "# changed\n");
        var second = await changed.ReadAsync(s_json.WorkflowDetail);

        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        Assert.Equal($"/api/v1/workflows/{first.Summary.Id}", made.Headers.Location?.OriginalString);
        Assert.Equal(HttpStatusCode.OK, repeated.StatusCode);
        Assert.Equal(first.Summary, again.Summary);
        Assert.Equal(HttpStatusCode.Created, changed.StatusCode);
        Assert.Equal(first.Summary.Id, second.Summary.Id);
        Assert.Equal([1, 1, 2], [first.Summary.Version, again.Summary.Version, second.Summary.Version]);
        Assert.Single(await NamesAsync(), name => name == "versioned");
    }

    [Fact]
    public async Task Old_versions_can_still_be_read()
    {
        var first = await Admin.StoreAsync(File("kept"));
        await Admin.StoreAsync(File("kept") + "# changed\n");
        var address = Requests.Route(ApiRoutes.Workflow, first.Summary.Id);

        var old = await Admin.GetAsync($"{address}?version=1", s_json.WorkflowDetail);
        var newest = await Admin.GetAsync(address, s_json.WorkflowDetail);

        Assert.Equal(File("kept"), old.Source);
        Assert.Equal(1, old.Summary.Version);
        Assert.Equal(2, newest.Summary.Version);
    }

    [Fact]
    public async Task What_does_not_exist_is_not_found()
    {
        var stored = await Admin.StoreAsync(File("lonely"));
        var address = Requests.Route(ApiRoutes.Workflow, stored.Summary.Id);

        using var version = await Admin.GetAsync(new Uri($"{address}?version=7", UriKind.Relative));
        using var workflow = await Admin.GetAsync(
            new Uri(Requests.Route(ApiRoutes.Workflow, "nothing"), UriKind.Relative));

        var problem = await version.ReadProblemAsync(HttpStatusCode.NotFound);
        Assert.Contains("newest is 1", problem.Detail, StringComparison.Ordinal);
        await workflow.ReadProblemAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_list_comes_page_by_page_newest_first()
    {
        await Admin.StoreAsync(File("page-a"));
        await Admin.StoreAsync(File("page-b"));
        await Admin.StoreAsync(File("page-c"));

        var names = new List<string>();
        string? cursor = null;
        do
        {
            var page = await Admin.GetAsync(
                $"{ApiRoutes.Workflows}?limit=2&cursor={cursor}", s_json.ListPageWorkflowSummary);
            names.AddRange(page.Items.Select(item => item.Name));
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        var mine = names.Where(name => name.StartsWith("page-", StringComparison.Ordinal));
        Assert.Equal(["page-c", "page-b", "page-a"], mine);
        Assert.Equal(names.Count, names.Distinct().Count());
    }

    [Fact]
    public async Task A_file_that_is_too_large_or_no_text_is_refused()
    {
        using var large = await Admin.PostAsync(ApiRoutes.Workflows, new string('#', 300 * 1024));
        using var bytes = await Admin.PostAsync(
            new Uri(ApiRoutes.Workflows, UriKind.Relative), new ByteArrayContent([0xFF, 0xFE, 0x00]));

        await large.ReadProblemAsync(HttpStatusCode.RequestEntityTooLarge);
        await bytes.ReadProblemAsync(HttpStatusCode.BadRequest);
    }

    private static string File(string name) => $$"""
        version: 1
        name: {{name}}
        pattern: graph
        nodes:
          build: { run: [make] }

        """;

    private async Task<IEnumerable<string>> NamesAsync()
    {
        var page = await Admin.GetAsync($"{ApiRoutes.Workflows}?limit=200", s_json.ListPageWorkflowSummary);
        return page.Items.Select(item => item.Name);
    }
}
