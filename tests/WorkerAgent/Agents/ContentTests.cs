using System.Text;
using System.Text.Json;
using Swarm.Contracts.Content;
using Swarm.Contracts.Json;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.WorkItems;
using Swarm.Tests.WorkerAgent.Kit;

namespace Swarm.Tests.WorkerAgent.Agents;

/// <summary>What is too large for a work item or a report travels by its hash.</summary>
public sealed class ContentTests : AgentTest
{
    private const string PrintsMuch = "i=0; while [ $i -lt 5000 ]; do echo line $i; i=$((i+1)); done";

    private static readonly string Much = string.Concat(Enumerable.Range(0, 5000).Select(i => $"line {i}\n"));

    [Fact]
    public async Task All_that_was_printed_is_stored_before_the_report_that_has_its_end()
    {
        await using var agent = RunningAgent.Start(Plane, Folder.Path);
        var item = WorkItems.Script(PrintsMuch);

        Plane.Offer(item);
        var (_, report) = await Plane.Reports.FirstAsync(r => r.Id == item.Id);

        Assert.Equal(Much, Encoding.UTF8.GetString(Plane.Contents[report.StdoutContent!.Hash]));
        Assert.Equal(Much.Length, report.StdoutContent.Size);
        Assert.EndsWith(report.Stdout!, Much);
        Assert.Null(report.StderrContent);
    }

    [Fact]
    public async Task Output_that_is_not_taken_does_not_keep_the_result_from_being_told()
    {
        Plane.IsFull = true;
        await using var agent = RunningAgent.Start(Plane, Folder.Path);
        var item = WorkItems.Script(PrintsMuch);

        Plane.Offer(item);
        var (_, report) = await Plane.Reports.FirstAsync(r => r.Id == item.Id);

        Assert.Equal(WorkItemOutcome.Completed, report.Outcome);
        Assert.Null(report.StdoutContent);
        Assert.EndsWith("line 4999\n", report.Stdout);
    }

    [Fact]
    public async Task Output_that_could_not_be_stored_is_stored_by_the_next_life()
    {
        var item = WorkItems.Script(PrintsMuch);
        await using (var first = AgentProcess.Start(Plane.Url, Folder.Path))
        {
            await Plane.Heartbeats.FirstAsync(_ => true);
            Plane.Unreachable = "/content";
            Plane.Offer(item);
            await first.Errors.FirstAsync(line => line.Contains("output failed", StringComparison.Ordinal));
            await first.KillAsync();
        }

        Plane.Unreachable = null;
        await using var second = AgentProcess.Start(Plane.Url, Folder.Path);
        var (_, report) = await Plane.Reports.FirstAsync(r => r.Id == item.Id);

        Assert.Equal(Much, Encoding.UTF8.GetString(Plane.Contents[report.StdoutContent!.Hash]));
    }

    [Fact]
    public async Task Inputs_are_files_and_small_ones_are_variables_as_well()
    {
        await using var agent = RunningAgent.Start(Plane, Folder.Path);
        var environment = new Dictionary<string, string> { ["SWARM_INPUT_SMALL"] = "small" };
        var item = WorkItems.Shell(new ShellWork
        {
            Script = """
                cat "$SWARM_INPUT_SMALL_FILE"; echo
                wc -c < "$SWARM_INPUT_HUGE_FILE"
                printf %s "$SWARM_INPUT_LARGE" | cmp - "$SWARM_INPUT_LARGE_FILE" && echo alike
                echo "${SWARM_INPUT_HUGE-not set}"
                """,
            Environment = environment,
        }) with
        {
            Inputs = new Dictionary<string, ContentReference>
            {
                ["SWARM_INPUT_LARGE"] = Plane.Keep(new string('l', 60_000)),
                ["SWARM_INPUT_HUGE"] = Plane.Keep(new string('h', 500_000)),
            },
        };

        Plane.Offer(item);
        var (_, report) = await Plane.Reports.FirstAsync(r => r.Id == item.Id);

        var words = report.Stdout!.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["small", "500000", "alike", "not set"], words);
    }

    [Fact]
    public async Task Work_that_travels_by_reference_is_fetched_and_its_secrets_are_hidden()
    {
        await using var agent = RunningAgent.Start(Plane, Folder.Path);
        var shell = new ShellWork
        {
            Run = ["sh", "-c", "echo $0 $API_TOKEN", "hello"],
            Environment = new Dictionary<string, string> { ["API_TOKEN"] = "s3cr3t-0123456789-abcdef" },
        };
        var payload = JsonSerializer.Serialize(new WorkPayload(shell, null), SwarmJsonContext.Default.WorkPayload);
        var item = WorkItems.Shell(new ShellWork { Run = ["never"] }) with
        {
            Shell = null,
            Payload = Plane.Keep(payload, ContentType.Json),
        };

        Plane.Offer(item);
        var (_, report) = await Plane.Reports.FirstAsync(r => r.Id == item.Id);

        Assert.StartsWith("hello ", report.Stdout);
        Assert.DoesNotContain("s3cr3t", report.Stdout);
    }

    [Fact]
    public async Task Work_whose_inputs_are_not_there_fails_and_says_so()
    {
        await using var agent = RunningAgent.Start(Plane, Folder.Path);
        var item = WorkItems.Script("echo never") with
        {
            Inputs = new Dictionary<string, ContentReference>
            {
                ["SWARM_INPUT_X"] = ContentReference.Of(new string('0', 64), 100_000),
            },
        };

        Plane.Offer(item);
        var (_, report) = await Plane.Reports.FirstAsync(r => r.Id == item.Id);

        Assert.Equal((WorkItemOutcome.Failed, true), (report.Outcome, report.Retryable));
        Assert.StartsWith("What it refers to could not be fetched", report.Reason);
    }
}
