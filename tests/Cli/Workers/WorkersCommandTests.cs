using System.Text.Json;
using Swarm.Contracts.Allocation;
using Swarm.Contracts.Json;
using Swarm.Contracts.Paging;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.Workers;
using Swarm.Tests.Cli.Servers;

namespace Swarm.Tests.Cli.Workers;

public sealed class WorkersCommandTests : IAsyncLifetime
{
    private const string Id = "01jqz5f8m3v9k2c7x4b6n1d0ga";

    private readonly FakeControlPlane plane = new();
    private readonly CliRun cli = new();

    private string Url => plane.Address.ToString();

    public async ValueTask InitializeAsync()
    {
        var page = new ListPage<WorkerSummary>([Worker().Summary], null);
        plane.Answers["GET api/v1/workers"] =
            JsonSerializer.Serialize(page, SwarmJsonContext.Default.ListPageWorkerSummary);
        await plane.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        cli.Dispose();
        await plane.DisposeAsync();
    }

    [Fact]
    public async Task Workers_are_listed_with_status_slots_and_owner()
    {
        Assert.Equal(0, await cli.InvokeAsync("workers", "--url", Url));

        Assert.Contains("attic", cli.Output);
        Assert.Contains("online", cli.Output);
        Assert.Contains("1/4", cli.Output);
        Assert.Contains("ada", cli.Output);
    }

    [Theory]
    [InlineData("drain")]
    [InlineData("resume")]
    [InlineData("revoke")]
    public async Task A_worker_is_driven_by_its_name(string verb)
    {
        Answer($"POST api/v1/workers/{Id}/{verb}", Worker());

        Assert.Equal(0, await cli.InvokeAsync("workers", verb, "attic", "--url", Url));

        Assert.Contains(plane.Requests, sent => sent.Target == $"api/v1/workers/{Id}/{verb}");
    }

    [Fact]
    public async Task A_worker_is_shown_with_what_holds_it_back()
    {
        Answer($"GET api/v1/workers/{Id}", Worker());

        Assert.Equal(0, await cli.InvokeAsync("workers", "show", Id, "--url", Url));

        Assert.Contains("takes no more work now: It is draining and takes no more work.", cli.Output);
        Assert.Contains("not trusted with sensitive work; allows supervised work", cli.Output);
        Assert.Contains("owner ada, shared with ben as user", cli.Output);
        Assert.Contains("tools: shell 5.2", cli.Output);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_worker_is_trusted_and_trusted_no_more(bool trusted)
    {
        Answer($"PATCH api/v1/workers/{Id}", Worker());

        string[] off = trusted ? [] : ["--off"];
        Assert.Equal(0, await cli.InvokeAsync(["workers", "trust", "attic", .. off, "--url", Url]));

        var sent = plane.Requests.Single(request => request.Method == "PATCH");
        Assert.Equal($"{{\"trusted\":{(trusted ? "true" : "false")}}}", sent.Body);
    }

    [Theory]
    [InlineData("share attic eve", """{"shares":[{"user":"ben","role":"user"},{"user":"eve","role":"user"}]}""")]
    [InlineData("share attic ben --as-owner", """{"shares":[{"user":"ben","role":"owner"}]}""")]
    [InlineData("share attic ben --off", """{"shares":[]}""")]
    [InlineData("label attic gpu fast", """{"labels":["home","gpu","fast"]}""")]
    [InlineData("unlabel attic home", """{"labels":[]}""")]
    public async Task A_worker_is_shared_and_labelled_on_top_of_what_is_there(string words, string body)
    {
        Answer($"GET api/v1/workers/{Id}", Worker() with { GivenLabels = ["home"] });
        Answer($"PATCH api/v1/workers/{Id}", Worker());

        Assert.Equal(0, await cli.InvokeAsync(["workers", .. words.Split(' '), "--url", Url]));

        Assert.Equal(body, plane.Requests.Single(request => request.Method == "PATCH").Body);
    }

    [Fact]
    public async Task A_decision_is_told_with_scores_and_reasons()
    {
        var decision = new AllocationDecision
        {
            WorkItemId = "item",
            DecidedAt = DateTimeOffset.UnixEpoch,
            Round = 2,
            WorkerId = Id,
            Queue = $"swarm-worker-{Id}",
            Summary = "attic gets it: it is the only worker that fits and is free.",
            Because = "Worker 'cellar' did not claim it in time.",
            CandidateCount = 1,
            Candidates = [new AllocationCandidate(Id, "attic", 71.9, [new(AllocationPart.Match, 1, 40)])],
            ExclusionCounts = new Dictionary<string, int> { ["label"] = 3 },
            Exclusions = [new AllocationExclusion("w2", "cellar", ExclusionReason.Label, "lacks the label 'gpu'")],
        };
        plane.Answers["GET api/v1/work-items/item/allocation"] =
            JsonSerializer.Serialize(decision, SwarmJsonContext.Default.AllocationDecision);

        Assert.Equal(0, await cli.InvokeAsync("workers", "why", "item", "--url", Url));

        Assert.Contains("71.9  attic  (match 40)", cli.Output);
        Assert.Contains("cellar lacks the label 'gpu'", cli.Output);
        Assert.Contains("and 2 more", cli.Output);
    }

    [Fact]
    public async Task Json_is_what_the_control_plane_says()
    {
        Answer($"GET api/v1/workers/{Id}", Worker());

        Assert.Equal(0, await cli.InvokeAsync("workers", "show", "attic", "--json", "--url", Url));

        var written = JsonSerializer.Deserialize(cli.Output, SwarmJsonContext.Default.WorkerDetail);
        Assert.Equal(Id, written?.Summary.Id);
    }

    private void Answer(string request, WorkerDetail worker) =>
        plane.Answers[request] = JsonSerializer.Serialize(worker, SwarmJsonContext.Default.WorkerDetail);

    private static WorkerDetail Worker() => new()
    {
        Summary = new WorkerSummary
        {
            Id = Id,
            Name = "attic",
            Status = WorkerStatus.Online,
            Slots = 4,
            Tools = ["shell"],
            WorkItems = ["item"],
            Owner = "ada",
        },
        Profile = new WorkerProfile { Permission = PermissionLevel.Supervised },
        ToolStates = [new ToolState { Name = "shell", Version = "5.2", Healthy = true }],
        Warm = new WarmReport(),
        Shares = [new WorkerShare("ben")],
        HeldBack = "It is draining and takes no more work.",
        Load = new ResourceSample(DateTimeOffset.UnixEpoch, 12, null, null, 1),
    };
}
