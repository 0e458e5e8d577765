using Swarm.Contracts.Statuses;
using Swarm.Tests.Functions.ControlPlanes;

namespace Swarm.Tests.Functions.Patterns;

public sealed class SequentialTests(RunningPlane running) : IClassFixture<RunningPlane>
{
    [Fact]
    public async Task Each_step_takes_in_what_the_one_before_put_out()
    {
        const string workflow = """
            version: 1
            name: pipeline
            pattern: sequential
            steps:
              - { id: first, run: [first] }
              - { run: [second] }
              - { id: third, run: [third, "${previous.stdout}"] }
            """;
        var order = new List<string>();

        var run = await running.RunToEndAsync(workflow, item =>
        {
            order.Add(item.Node);
            item.Shell!.Environment.TryGetValue("SWARM_INPUT_PREVIOUS", out var taken);
            return FakeWorker.Done(item, stdout: $"{taken}>{item.Node}\n");
        });

        Assert.Equal(RunStatus.Completed, run.Summary.Status);
        Assert.Equal(["first", "step-2", "third"], order);
        Assert.Equal(
            ">first>step-2>third\n", run.Node("third").Iterations[0].Output!.Value.GetProperty("stdout").GetString());
        Assert.Equal(">first>step-2>third\n", run.Output!.Value.GetProperty("stdout").GetString());
    }

    [Fact]
    public async Task A_step_that_fails_ends_the_sequence()
    {
        const string workflow = """
            version: 1
            name: broken-pipeline
            pattern: sequential
            nodes:
              first:  { run: [first] }
              second: { run: [second] }
              third:  { run: [third] }
            """;

        var run = await running.RunToEndAsync(
            workflow, item => item.Node == "second" ? FakeWorker.Failed(item, "No.") : FakeWorker.Done(item));

        Assert.Equal(RunStatus.Failed, run.Summary.Status);
        Assert.Equal(["first completed", "second failed", "third skipped"], run.Statuses());
    }

    [Fact]
    public async Task The_outputs_that_a_workflow_names_are_its_own()
    {
        const string workflow = """
            version: 1
            name: named-outputs
            inputs: { who: { type: string } }
            nodes:
              greet:   { run: [greet], accept: [0, 1] }
              skipped: { run: [never] }
            edges:
              - { from: greet, to: skipped, when: { path: exitCode, equals: 1 } }
            outputs:
              greeting: "${greet.stdout} to ${inputs.who}"
              code: "${greet.exitCode}"
              nothing: "${skipped.stdout}"
            """;

        var run = await running.RunToEndAsync(
            workflow, item => FakeWorker.Done(item, stdout: "hello"), """{ "who": "Ada" }""");

        Assert.Equal(
            """{"greeting":"hello to Ada","code":0,"nothing":null}""", run.Output!.Value.GetRawText());
    }

    [Fact]
    public async Task What_a_node_prints_as_json_has_its_fields()
    {
        const string workflow = """
            version: 1
            name: json-output
            pattern: sequential
            steps:
              - { id: make, run: [make], output: json }
              - { id: use, run: [use, "${make.value.files[1]}", "${previous.value.count}"] }
            """;

        var run = await running.RunToEndAsync(workflow, item => item.Node == "make"
            ? FakeWorker.Done(item, stdout: """{ "files": ["a", "b"], "count": 2 }""")
            : FakeWorker.Done(item, stdout: string.Join(' ', item.Shell!.Run!)));

        Assert.Equal("use b 2", run.Output!.Value.GetProperty("stdout").GetString());
    }

    [Theory]
    [InlineData("no json")]
    [InlineData("{} {}")]
    [InlineData("")]
    public async Task A_node_that_was_to_print_json_and_did_not_has_failed(string printed)
    {
        const string workflow = """
            version: 1
            name: no-json
            nodes:
              make: { run: [make], output: json }
            """;

        var run = await running.RunToEndAsync(workflow, item => FakeWorker.Done(item, stdout: printed));

        Assert.Equal(RunStatus.Failed, run.Summary.Status);
        Assert.Contains("output: json", run.Summary.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_that_is_too_long_for_a_history_is_read_from_the_row()
    {
        const string workflow = """
            version: 1
            name: long-json
            nodes:
              make: { run: [make], output: json }
              use:  { run: [use, "${make.value.text}"] }
            edges:
              - { from: make, to: use, when: { path: exitCode, equals: 0 } }
            """;
        var text = new string('x', 5_000);

        var run = await running.RunToEndAsync(workflow, item => item.Node == "make"
            ? FakeWorker.Done(item, stdout: $$"""{ "text": "{{text}}" }""")
            : FakeWorker.Done(item, stdout: $"{item.Shell!.Run![1].Length}"));

        Assert.Equal(RunStatus.Completed, run.Summary.Status);
        Assert.Equal("5000", run.Node("use").Iterations[0].Output!.Value.GetProperty("stdout").GetString());
    }
}
