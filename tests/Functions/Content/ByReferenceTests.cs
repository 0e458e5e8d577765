using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Swarm.Contracts;
using Swarm.Contracts.Checkpoints;
using Swarm.Contracts.Content;
using Swarm.Contracts.Json;
using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.WorkItems;
using Swarm.Durable.Client;
using Swarm.Functions.Content;
using Swarm.Functions.Queues;
using Swarm.Functions.Storage;
using Swarm.Tests.Functions.ControlPlanes;
using Swarm.Tests.Functions.Harness;
using Swarm.Tests.Functions.Patterns;

namespace Swarm.Tests.Functions.Content;

/// <summary>Whatever is large in a run: no row, no message and no history holds it, and it arrives whole.</summary>
public sealed class ByReferenceTests : IAsyncLifetime
{
    private const int MaxBytes = ContentReference.InlineMaxBytes;

    private static readonly string s_large = new('x', 30_000);

    private readonly TestFolder _folder = new();
    private readonly ConcurrentQueue<string> _sent = new();
    private ControlPlane _plane = null!;
    private FakeWorker? _worker;

    public async ValueTask InitializeAsync() => _plane = await ControlPlane.StartAsync(
        _folder.Path,
        services => services.Wrap<IWorkQueues>(inner => new SpyingQueues(inner, _sent)));

    public async ValueTask DisposeAsync()
    {
        if (_worker is not null)
        {
            await _worker.DisposeAsync();
        }

        await _plane.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Results_of_inner_workflows_and_of_the_run()
    {
        var run = await RunAsync(
            """
            version: 1
            name: large-inside
            nodes:
              inner:
                workflow:
                  nodes: { make: { run: [make], output: json } }
                  outputs: { text: "${make.value.text}", more: "${make.value.text}" }
              use: { run: [use, "${inner.text}"], needs: inner }
            outputs: { text: "${inner.text}" }
            """,
            (item, _) => item.Node == "use"
                ? Task.FromResult(FakeWorker.Done(item))
                : PrintAsync(item, $$"""{ "text": "{{s_large}}" }"""));

        Assert.Equal(s_large, run.Output!.Value.GetProperty("text").GetString());
        Assert.Equal(["use", s_large], (await PayloadAsync("use")).Shell!.Run);
    }

    [Fact]
    public async Task Inputs_of_inner_workflows()
    {
        await RunAsync(
            """
            version: 1
            name: large-given
            inputs: { text: { type: string } }
            nodes:
              make: { run: [make], output: json }
              inner:
                needs: make
                input: { text: "${make.value.text}" }
                workflow:
                  inputs: { text: { type: string } }
                  nodes: { use: { run: [use, "${inputs.text}"] } }
            """,
            (item, _) => item.Node == "make"
                ? PrintAsync(item, $$"""{ "text": "{{s_large}}" }""")
                : Task.FromResult(FakeWorker.Done(item)),
            """{ "text": "" }""");

        Assert.Equal(["use", s_large], (await PayloadAsync("inner.use")).Shell!.Run);
    }

    [Fact]
    public async Task Items_of_lists()
    {
        await RunAsync(
            """
            version: 1
            name: large-items
            inputs: { list: { type: array } }
            nodes:
              each: { forEach: "${inputs.list}", run: [use, "${item}"] }
            """,
            (item, _) => Task.FromResult(FakeWorker.Done(item)),
            $$"""{ "list": ["{{s_large}}", "small"] }""");

        Assert.Equal(["use", s_large], (await PayloadAsync("each[0]")).Shell!.Run);
        Assert.Equal(["use", "small"], Claimed("each[1]").Shell!.Run);
    }

    [Fact]
    public async Task Messages_of_commits()
    {
        await RunAsync(
            """
            version: 1
            name: large-message
            inputs: { repository: { type: string }, text: { type: string } }
            nodes:
              make: { run: [make], commit: "${inputs.text}" }
            """,
            (item, _) => Task.FromResult(FakeWorker.Done(item)),
            $$"""{ "repository": "/srv/code", "text": "{{s_large}}" }""");

        Assert.Equal("", Claimed("make").Git!.CommitMessage);
        Assert.Equal(s_large, (await PayloadAsync("make")).CommitMessage);
    }

    [Fact]
    public async Task Plans_of_directors()
    {
        await RunAsync(
            """
            version: 1
            name: large-plan
            pattern: hierarchical
            director: { run: [plan] }
            workers:
              builder: { run: [build, "${subtask.input.what}"] }
            """,
            (item, _) => item.Node != "director" ? Task.FromResult(FakeWorker.Done(item))
                : item.Iteration > 1 ? Task.FromResult(FakeWorker.Done(item, stdout: """{ "done": true }"""))
                : PrintAsync(item, $$"""
                    { "subtasks": [{ "id": "a", "worker": "builder", "input": { "what": "{{s_large}}" } }] }
                    """));

        Assert.Equal(["build", s_large], (await PayloadAsync("round-1.a")).Shell!.Run);
    }

    [Fact]
    public async Task Answers_for_a_synthesiser()
    {
        await RunAsync(
            """
            version: 1
            name: large-answers
            pattern: mixture
            nodes:
              one: { run: [one] }
              two: { run: [two] }
            decide: { synthesiser: { run: [both, "${answers[0]}"] } }
            """,
            (item, _) => item.Node == "one"
                ? PrintAsync(item, s_large)
                : Task.FromResult(FakeWorker.Done(item, stdout: "short")));

        Assert.Equal(["both", s_large], (await PayloadAsync("synthesiser")).Shell!.Run);
        var all = await _plane.Admin.GetByteArrayAsync(AddressOf(Claimed("synthesiser").Inputs["SWARM_INPUT_ANSWERS"]));
        Assert.Equal([s_large, "short"], JsonSerializer.Deserialize<string[]>(all)!);
    }

    [Fact]
    public async Task Data_of_events()
    {
        var workflow = """
            version: 1
            name: large-event
            nodes:
              w:   { wait: { event: go, timeout: PT1H } }
              use: { run: [use, "${w.data.text}"], needs: w }
            """;
        await RunAsync(
            workflow,
            (item, _) => Task.FromResult(FakeWorker.Done(item)),
            meanwhile: async run =>
            {
                await _plane.Admin.WaitForAsync(run, RunEventTypes.NodeStarted, "w");
                await _plane.Admin.SendEventAsync(run, "go", $$"""{ "text": "{{s_large}}" }""");
            });

        Assert.Equal(["use", s_large], (await PayloadAsync("use")).Shell!.Run);
    }

    [Fact]
    public async Task Questions_of_checkpoints()
    {
        CheckpointView? asked = null;
        await RunAsync(
            """
            version: 1
            name: large-question
            nodes:
              make: { run: [make], output: json }
              gate: { checkpoint: "Shall we? ${make.value.text}", needs: make }
            """,
            (item, _) => PrintAsync(item, $$"""{ "text": "{{s_large}}" }"""),
            meanwhile: async run =>
            {
                asked = await _plane.Admin.WaitForCheckpointAsync(run);
                using var answer = await _plane.Admin.AnswerAsync(CheckpointRoutes.Approve, asked.Id);
            });

        Assert.Equal("Shall we? " + s_large, asked!.Question);
        var listed = Assert.Single((await _plane.Admin.GetAsync(
            ApiRoutes.Checkpoints, SwarmJsonContext.Default.ListPageCheckpointView)).Items);
        Assert.Equal("Shall we? " + s_large[..3_990] + "…", listed.Question);
        var whole = await _plane.Admin.GetStringAsync(
            AddressOf(listed.QuestionContent!), TestContext.Current.CancellationToken);
        Assert.Equal(asked.Question, whole);
    }

    private async Task<RunDetail> RunAsync(
        string workflow,
        Func<WorkItem, CancellationToken, Task<ReportRequest>> work,
        string inputs = "{}",
        Func<string, Task>? meanwhile = null)
    {
        _worker = await FakeWorker.StartAsync(_plane, work);
        var started = await _plane.Admin.RunAsync(workflow, inputs);
        await (meanwhile?.Invoke(started.Summary.Id) ?? Task.CompletedTask);
        var run = await _plane.Admin.WaitForEndAsync(started.Summary.Id);
        Assert.Equal((RunStatus.Completed, null), (run.Summary.Status, run.Summary.Reason));
        await AssertRowsAreSmallAsync(run.Summary.Id);
        await AssertHistoriesAreSmallAsync(run.Summary.Id);
        Assert.NotEmpty(_sent);
        Assert.All(_sent, message => AssertSmall("message", message));
        return run;
    }

    private async Task AssertRowsAreSmallAsync(string runId)
    {
        var runs = _plane.Services.GetRequiredService<SwarmTables>().Runs;
        foreach (var row in await runs.QueryAsync(Filters.Partition(runId), 1000, default))
        {
            foreach (var text in row.Select(property => property.Value).OfType<string>())
            {
                AssertSmall(row.RowKey, text);
            }
        }
    }

    private async Task AssertHistoriesAreSmallAsync(string runId)
    {
        var engine = _plane.Services.GetRequiredService<DurableTaskClient>();
        var instances = 0;
        await foreach (var instance in engine.GetAllInstancesAsync(new OrchestrationQuery { InstanceIdPrefix = runId }))
        {
            instances++;
            foreach (var told in await engine.GetOrchestrationHistoryAsync(instance.InstanceId))
            {
                var texts = told.GetType().GetProperties().Where(one => one.PropertyType == typeof(string));
                foreach (var text in texts)
                {
                    AssertSmall($"{instance.InstanceId} {told.EventType} {text.Name}", (string?)text.GetValue(told));
                }
            }
        }

        Assert.InRange(instances, 2, 100);
    }

    private static void AssertSmall(string what, string? text) => Assert.True(
        Encoding.UTF8.GetByteCount(text ?? "") <= MaxBytes, $"{what} has {text?.Length} characters.");

    /// <summary>Prints as the agent does: all of it by reference, the end in the report.</summary>
    private async Task<ReportRequest> PrintAsync(WorkItem item, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var reference = ContentReference.Of(ContentHash.Of(bytes).Text, bytes.Length);
        using var client = _plane.CreateClient(_worker!.Key);
        using var content = new ByteArrayContent(bytes);
        using var put = await client.PutAsync(AddressOf(reference), content);
        Assert.Equal(HttpStatusCode.NoContent, put.StatusCode);
        return FakeWorker.Done(item, stdout: text[^1000..]) with { StdoutContent = reference, OutputCut = true };
    }

    private WorkItem Claimed(string node) => _worker!.Claimed.Single(item => item.Node == node);

    private async Task<WorkPayload> PayloadAsync(string node)
    {
        var json = await _plane.Admin.GetByteArrayAsync(AddressOf(Claimed(node).Payload!));
        return JsonSerializer.Deserialize(json, SwarmJsonContext.Default.WorkPayload)!;
    }

    private static Uri AddressOf(ContentReference reference) =>
        new(ApiRoutes.Content.Replace("{sha256}", reference.Hash, StringComparison.Ordinal), UriKind.Relative);
}
