using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Swarm.Contracts;
using Swarm.Contracts.Content;
using Swarm.Contracts.Json;
using Swarm.Contracts.Statuses;
using Swarm.Core.Content;
using Swarm.Functions.Content;
using Swarm.Functions.Storage;
using Swarm.Tests.Functions.ControlPlanes;

namespace Swarm.Tests.Functions.Content;

/// <summary>Large inputs and outputs on their way through a run.</summary>
public sealed class LargeValueTests(RunningPlane running) : IClassFixture<RunningPlane>
{
    private const string Workflow = """
        version: 1
        name: large
        pattern: graph
        inputs:
          text: { type: string }
          list: { type: array }
        nodes:
          make: { run: [make, "${inputs.list[1]}"] }
          use:
            run: [use, "${inputs.text}"]
            needs: [make]
            input: { all: "${make.stdout}", text: "${inputs.text}" }
        """;

    private static readonly string s_text = new('t', 40_000);
    private static readonly byte[] s_output = Encoding.UTF8.GetBytes(new string('o', 5_000_000));

    private ControlPlane Plane => running.Plane;

    [Fact]
    public async Task Large_values_reach_whoever_needs_them_and_no_row()
    {
        var output = ContentReference.Of(ContentHash.Of(s_output).Text, s_output.Length);
        FakeWorker? worker = null;
        var fetched = new Dictionary<string, byte[]>();
        await using var started = worker = await FakeWorker.StartAsync(Plane, async (item, cancellation) =>
        {
            using var client = Plane.CreateClient(worker!.Key);
            if (item.Node == "make")
            {
                using var content = new ByteArrayContent(s_output);
                using var put = await client.PutAsync(Address(output), content, cancellation);
                Assert.Equal(HttpStatusCode.NoContent, put.StatusCode);
                return FakeWorker.Done(item, stdout: "ooo") with { StdoutContent = output, OutputCut = true };
            }

            foreach (var (name, reference) in item.Inputs.Append(new("payload", item.Payload!)))
            {
                fetched[name] = await client.GetByteArrayAsync(Address(reference), cancellation);
            }

            return FakeWorker.Done(item);
        });
        var inputs = $$"""{ "text": "{{s_text}}", "list": ["{{s_text}}", "second"] }""";
        var run = await Plane.Admin.RunAsync(Workflow, inputs);

        var ended = await Plane.Admin.WaitForEndAsync(run.Summary.Id);

        Assert.Equal(RunStatus.Completed, ended.Summary.Status);
        Assert.Equal(["make", "second"], worker.Claimed.First().Shell!.Run);
        Assert.Equal(s_output, fetched["SWARM_INPUT_ALL"]);
        Assert.Equal(s_text, Encoding.UTF8.GetString(fetched["SWARM_INPUT_TEXT"]));
        var payload = JsonSerializer.Deserialize(fetched["payload"], SwarmJsonContext.Default.WorkPayload)!;
        Assert.Equal(["use", s_text], payload.Shell!.Run);
        Assert.Equal(40_000, ClaimChecks.Find(ended.Inputs["text"])!.Size);
        var made = ended.Nodes[0].Iterations[0].Output!.Value;
        Assert.Equal("ooo", made.GetProperty("stdout").GetString());
        Assert.Equal(output.Ref, made.GetProperty("stdoutContent").GetProperty("$ref").GetString());
        await AssertRowsAreSmallAsync(run.Summary.Id);
    }

    [Fact]
    public async Task A_worker_reads_what_its_work_refers_to_and_nothing_else()
    {
        await using var worker = await FakeWorker.StartAsync(Plane, item => FakeWorker.Done(item));
        using var client = Plane.CreateClient(worker.Key);
        var value = Encoding.UTF8.GetBytes(new string('s', 20_000));
        var reference = await Plane.Services.GetRequiredService<ContentValues>()
            .PutAsync("01jqz5f8m3v9k2c7x4b6n1d0ga", value, ContentType.Text, default);

        using var read = await client.GetAsync(Address(reference));

        await read.ReadProblemAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_result_counts_although_the_output_that_it_refers_to_is_not_there()
    {
        var missing = ContentReference.Of(new string('0', 64), 10_000);
        await using var worker = await FakeWorker.StartAsync(
            Plane, item => FakeWorker.Done(item, stdout: "the end") with { StdoutContent = missing });

        var run = await Plane.Admin.RunAsync("""
            version: 1
            name: missing
            pattern: graph
            nodes:
              make: { run: [make] }
              use:  { run: [use, "${make.stdout}"], needs: [make] }
            """);
        var ended = await Plane.Admin.WaitForEndAsync(run.Summary.Id);

        Assert.Equal(RunStatus.Completed, ended.Summary.Status);
        Assert.Equal(["use", "the end"], worker.Claimed.Last().Shell!.Run);
    }

    [Fact]
    public async Task An_input_that_looks_like_a_reference_is_refused()
    {
        var stored = await Plane.Admin.StoreAsync("""
            version: 1
            name: looks
            pattern: graph
            inputs:
              it: { type: object }
            nodes:
              use: { run: [use] }
            """);
        var body = $$$"""{ "inputs": { "it": { "$ref": "sha256:{{{new string('0', 64)}}}", "size": 1 } } }""";

        using var refused = await Plane.Admin.PostAsync(
            Requests.Route(ApiRoutes.ExecuteWorkflow, stored.Summary.Id), body);

        var problem = await refused.ReadProblemAsync(HttpStatusCode.UnprocessableEntity);
        Assert.Contains("/inputs/it", problem.Errors!.Keys);
    }

    private static Uri Address(ContentReference reference) =>
        new(ApiRoutes.Content.Replace("{sha256}", reference.Hash, StringComparison.Ordinal), UriKind.Relative);

    private async Task AssertRowsAreSmallAsync(string runId)
    {
        var runs = Plane.Services.GetRequiredService<SwarmTables>().Runs;
        foreach (var row in await runs.QueryAsync(Filters.Partition(runId), 1000, default))
        {
            var texts = row.Select(property => property.Value).OfType<string>();
            Assert.All(texts, text => Assert.InRange(text.Length, 0, 16 * 1024));
        }
    }
}
