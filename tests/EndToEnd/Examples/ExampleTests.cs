using System.Text;
using System.Text.Json;
using Swarm.Contracts;
using Swarm.Contracts.Checkpoints;
using Swarm.Contracts.Json;
using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.Tasks;
using Swarm.Tests.EndToEnd.Programs;

namespace Swarm.Tests.EndToEnd.Examples;

/// <summary>Every example of the repository, with real shell work (the repair example is that of the demo).</summary>
public sealed class ExampleTests(SwarmUnderTest swarm) : IClassFixture<SwarmUnderTest>
{
    private static readonly CancellationToken s_none = CancellationToken.None;

    [Fact]
    public async Task The_sequence_counts_words()
    {
        var run = await RunAsync("sequential", "--input", "text=a b a c b a", "--input", "top:=2");

        Assert.Equal("a: 3\nb: 2\n", run.Output!.Value.GetProperty("words").GetString());
    }

    [Fact]
    public async Task The_list_is_mapped_and_joined()
    {
        var run = await RunAsync("concurrent");

        var sums = run.Output!.Value.GetProperty("sums");
        Assert.Equal(204, sums.GetProperty("squares").GetInt32());
        Assert.Equal(12, sums.GetProperty("dice").GetInt32());
        Assert.Equal(0, sums.GetProperty("failed").GetInt32());
    }

    [Theory]
    [InlineData("97", true)]
    [InlineData("91", false)]
    public async Task The_experts_vote(string number, bool isPrime)
    {
        var run = await RunAsync("mixture", "--input", $"number:={number}");

        Assert.Equal(isPrime, run.Output!.Value.GetProperty("value").GetProperty("prime").GetBoolean());
    }

    [Fact]
    public async Task The_director_has_a_table_built()
    {
        var run = await RunAsync("hierarchical");

        var expected = JsonElement.Parse(
            """{ "result": { "product": "assembled" }, "rounds": 2, "subtasks": 4 }""");
        Assert.True(JsonElement.DeepEquals(expected, run.Output!.Value), run.Output.ToString());
        var assembled = run.Nodes.Single(node => node.Path == "round-2.assemble").Iterations[^1].Output!.Value;
        Assert.Equal("table: Put it together\n", assembled.GetProperty("stdout").GetString());
    }

    [Theory]
    [InlineData("good", "a plum cake", false)]
    [InlineData("none", "tea of hot water\n", true)]
    public async Task The_list_takes_the_place_of_a_director_without_advice(
        string advice, string result, bool isFallback)
    {
        var run = await RunAsync("fallback", "--input", $"advice={advice}");

        var output = run.Output!.Value;
        var put = output.GetProperty("result");
        Assert.Equal(result, isFallback ? put.GetProperty("served").GetString() : put.GetString());
        Assert.Equal(isFallback, output.TryGetProperty("fallback", out _));
    }

    [Theory]
    [InlineData("""{ "subtasks": [{ "id": "a", "worker": "greeter" }] }""", "broken down by a director")]
    [InlineData("no plan", "broken down by its template: The director's plan was wrong 4 times in a row.")]
    public async Task A_task_is_broken_down_by_its_director_or_its_template(string plan, string expected)
    {
        var template = Path.Combine(BuildOutput.Examples, "directed-task", "template.yaml");
        var (saved, _, problem) = await swarm.CommandLine.RunAsync(
            ["tasks", "templates", "save", "greeting", template]);
        Assert.True(saved == 0, problem);
        var program = $"case \"$SWARM_INPUT_BRIEFING\" in *'\"roundsLeft\":5'*) echo '{plan}';; "
            + """*) echo '{ "done": true }';; esac""";
        var (_, id, _) = await swarm.CommandLine.RunAsync(
        [
            "tasks", "create", "Greet", "--template", "greeting", "--director-run", "sh", "--director-run", "-c",
            "--director-run", program,
        ]);

        var task = await WaitForTaskAsync(id.Trim());
        var (_, shown, _) = await swarm.CommandLine.RunAsync(["tasks", "show", id.Trim()]);

        Assert.Equal(RunStatus.Completed, task.Status);
        Assert.Contains(expected, shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_text_is_written_again_until_it_is_good_enough()
    {
        var run = await RunAsync("evaluated");

        Assert.Equal(9.67, run.Output!.Value.GetProperty("score").GetDouble());
        Assert.Equal(
            "A draft, and three words more than before.\n", run.Output!.Value.GetProperty("text").GetString());
        Assert.Equal(2, run.Nodes.Single(node => node.Path == "write").Iterations[0].Attempts);
    }

    [Fact]
    public async Task The_gateway_is_held_by_one_deployment_at_a_time()
    {
        var run = await RunAsync("locks");

        Assert.Equal(0, run.Output!.Value.GetProperty("failed").GetInt32());
        Assert.Equal(3, run.Output!.Value.GetProperty("services").GetArrayLength());
    }

    [Fact]
    public async Task Every_service_is_built_by_an_inner_workflow()
    {
        var run = await RunAsync("nested");

        Assert.Equal(3, run.Output!.Value.GetProperty("count").GetInt32());
        Assert.Equal(
            "packed (0) billing\npacked (0) mail\n\n", run.Output!.Value.GetProperty("report").GetString());
    }

    [Fact]
    public async Task A_person_lets_the_release_go_on()
    {
        using var running = swarm.CommandLine.Start("run", FileOf("checkpoint"), "--json");
        var id = await WaitForCheckpointAsync();

        using var approved = await swarm.Http.PostAsync(
            Address(CheckpointRoutes.Approve.Replace("{id}", Uri.EscapeDataString(id), StringComparison.Ordinal)),
            content: null,
            s_none);
        var exitCode = await running.ExitAsync(SwarmCommandLine.Limit);

        Assert.True(approved.IsSuccessStatusCode);
        Assert.True(exitCode == 0, running.Output + running.Error);
        var run = JsonSerializer.Deserialize(running.Output, SwarmJsonContext.Default.RunDetail)!;
        Assert.Equal(
            ["build Completed", "gate Completed", "release Completed", "improve Skipped"],
            run.Nodes.Select(node => $"{node.Path} {node.Status}"));
    }

    [Fact]
    public async Task The_order_is_shipped_once_it_is_paid_and_baked()
    {
        var (started, output, error) = await swarm.CommandLine.RunAsync(
            ["run", FileOf("waiting"), "--no-watch", "--json"]);
        Assert.True(started == 0, output + error);
        var id = JsonSerializer.Deserialize(output, SwarmJsonContext.Default.RunDetail)!.Summary.Id;
        using var amount = new StringContent("""{ "amount": 12 }""", Encoding.UTF8, "application/json");

        using var sent = await swarm.Http.PostAsync(
            Address(ApiRoutes.SendRunEvent
                .Replace("{id}", id, StringComparison.Ordinal)
                .Replace("{name}", "paid", StringComparison.Ordinal)),
            amount,
            s_none);
        var (ended, _, _) = await swarm.CommandLine.RunAsync(["runs", "watch", id]);

        Assert.True(sent.IsSuccessStatusCode);
        Assert.Equal(0, ended);
        var json = await swarm.Http.GetStringAsync(
            Address(ApiRoutes.Run.Replace("{id}", id, StringComparison.Ordinal)), s_none);
        var run = JsonSerializer.Deserialize(json, SwarmJsonContext.Default.RunDetail)!;
        Assert.Equal("shipped order 7 for 12\n", run.Output!.Value.GetProperty("shipped").GetString());
    }

    [Fact]
    public void No_example_is_left_out()
    {
        string[] tested =
        [
            "checkpoint", "concurrent", "directed-task", "evaluated", "fallback", "hierarchical", "locks", "mixture",
            "nested", "repair", "schedule", "sequential", "waiting",
        ];

        Assert.Equal(tested, Directory.GetDirectories(BuildOutput.Examples).Select(Path.GetFileName).Order());
    }

    private static string FileOf(string example) => Path.Combine(BuildOutput.Examples, example, "workflow.yaml");

    private static Uri Address(string route) => new("/" + route, UriKind.Relative);

    private async Task<RunDetail> RunAsync(string example, params string[] inputs)
    {
        var (exitCode, output, error) = await swarm.CommandLine.RunAsync(["run", FileOf(example), .. inputs, "--json"]);
        Assert.True(exitCode == 0, output + error);
        var run = JsonSerializer.Deserialize(output, SwarmJsonContext.Default.RunDetail)!;
        Assert.Equal(RunStatus.Completed, run.Summary.Status);
        return run;
    }

    private async Task<TaskDetail> WaitForTaskAsync(string id)
    {
        using var limit = new CancellationTokenSource(SwarmCommandLine.Limit);
        while (true)
        {
            var json = await swarm.Http.GetStringAsync(
                Address(ApiRoutes.Task.Replace("{id}", id, StringComparison.Ordinal)), limit.Token);
            var task = JsonSerializer.Deserialize(json, SwarmJsonContext.Default.TaskDetail)!;
            if (task.Status is RunStatus.Completed or RunStatus.Failed or RunStatus.Cancelled)
            {
                return task;
            }
        }
    }

    private async Task<string> WaitForCheckpointAsync()
    {
        using var limit = new CancellationTokenSource(SwarmCommandLine.Limit);
        while (true)
        {
            var json = await swarm.Http.GetStringAsync(Address(ApiRoutes.Checkpoints + "?open=true"), limit.Token);
            var page = JsonSerializer.Deserialize(json, SwarmJsonContext.Default.ListPageCheckpointView)!;
            if (page.Items.Count > 0)
            {
                return page.Items[0].Id;
            }
        }
    }
}
