using System.Text.Json;
using Swarm.Contracts.Checkpoints;
using Swarm.Core.Json;
using Swarm.Core.Workflows;

namespace Swarm.Tests.Core.Workflows;

/// <summary>What files with patterns, lists and inner workflows mean.</summary>
public class PatternFileTests
{
    [Fact]
    public void Steps_form_a_chain_and_know_the_one_before()
    {
        var workflow = Files.Valid("""
            version: 1
            name: x
            pattern: sequential
            steps: [{ run: [a] }, { id: second, run: [b] }, { run: [c] }]
            """);

        Assert.Equal(["step-1", "second", "step-3"], workflow.Nodes.Select(node => node.Id));
        Assert.Equal([null, "step-1", "second"], workflow.Nodes.Select(node => node.Previous));
        Assert.Equal(["step-1>second", "second>step-3"], workflow.Edges.Select(edge => $"{edge.From}>{edge.To}"));
    }

    [Theory]
    [InlineData("", true, false)]
    [InlineData("onFailure: failFast", true, false)]
    [InlineData("onFailure: collect", false, true)]
    public void Side_by_side_the_first_failure_ends_all_unless_failures_are_collected(
        string rule, bool failFast, bool goesOn)
    {
        var workflow = Files.Valid(
            $"version: 1\nname: x\npattern: concurrent\n{rule}\nnodes: {{ a: {{ run: [a] }} }}\n");

        Assert.Equal((failFast, goesOn), (workflow.FailFast, workflow.Nodes[0].ContinueOnFailure));
    }

    [Fact]
    public void An_inner_workflow_says_for_itself_how_often_it_asks()
    {
        var workflow = Files.Valid("""
            version: 1
            name: x
            checkpoints: low
            nodes:
              a: { workflow: { checkpoints: high, nodes: { b: { run: [b] } } } }
              c: { workflow: { nodes: { d: { run: [d] } } } }
            """);

        Assert.Equal(CheckpointFrequency.Low, workflow.Checkpoints);
        Assert.Equal(
            [CheckpointFrequency.High, null],
            workflow.Nodes.Select(node => node.Workflow!.Definition!.Checkpoints));
    }

    [Fact]
    public void A_list_a_checkpoint_and_a_wait_read_as_written()
    {
        var workflow = Files.Valid("""
            version: 1
            name: x
            inputs: { files: { type: array } }
            nodes:
              map:   { run: [a, "${item}"], forEach: "${inputs.files}", maxParallel: 3, onFailure: collect }
              pair:  { run: [b, "${index}"], copies: 2 }
              short: { checkpoint: Go? }
              long:  { checkpoint: { question: Go?, expiresAfter: PT1H, onExpiry: skip } }
              pause: { wait: PT5M }
              event: { wait: { event: go, timeout: P1D, onTimeout: continue } }
              other: { wait: { event: go } }
            """);

        var node = workflow.Nodes.ToDictionary(n => n.Id);
        Assert.Equal((3, FailureRule.Collect), (node["map"].FanOut!.MaxParallel, node["map"].FanOut!.OnFailure));
        Assert.Equal("${inputs.files}", node["map"].FanOut!.Over!.Value.GetString());
        Assert.Equal((2, FailureRule.FailFast), (node["pair"].FanOut!.Copies, node["pair"].FanOut!.OnFailure));
        Assert.Equal(
            (TimeSpan.FromHours(24), CheckpointExpiry.Reject),
            (node["short"].Checkpoint!.ExpiresAfter, node["short"].Checkpoint!.OnExpiry));
        Assert.Equal(
            (TimeSpan.FromHours(1), CheckpointExpiry.Skip),
            (node["long"].Checkpoint!.ExpiresAfter, node["long"].Checkpoint!.OnExpiry));
        Assert.Equal(new WaitDefinition { Duration = TimeSpan.FromMinutes(5) }, node["pause"].Wait);
        Assert.Equal(
            new WaitDefinition { Event = "go", Timeout = TimeSpan.FromDays(1), ContinueOnTimeout = true },
            node["event"].Wait);
        Assert.Equal(TimeSpan.FromDays(7), node["other"].Wait!.Timeout);
    }

    [Fact]
    public void A_definition_is_the_same_once_it_was_stored()
    {
        var workflow = Files.Valid("""
            version: 1
            name: x
            nodes:
              map:   { forEach: [1, 2], workflow: { pattern: sequential, steps: [{ run: [a] }] } }
              other: { workflow: { name: stored, version: 3 } }
            outputs: { all: "${map.items}" }
            """);
        var type = CoreJsonContext.Default.WorkflowDefinition;

        var json = JsonSerializer.Serialize(workflow, type);
        var again = JsonSerializer.Serialize(JsonSerializer.Deserialize(json, type)!, type);

        Assert.Equal(json, again);
        Assert.Contains("\"kind\":\"workflow\"", json, StringComparison.Ordinal);
    }

    [Fact]
    public void A_definition_that_was_stored_before_there_were_patterns_still_means_the_same()
    {
        const string stored = """
            {"version":1,"name":"old","pattern":"graph","inputs":[],"nodes":[{"id":"a","tool":"shell","run":["make"],
            "accept":[0],"timeout":"PT1H","retry":{"attempts":1,"backoff":"PT1S","maxBackoff":"PT5M","coefficient":2},
            "priority":"default","env":{},"input":{},"continueOnFailure":false,"join":{"kind":"all","count":1}}],
            "edges":[]}
            """;

        var node = JsonSerializer.Deserialize(stored, CoreJsonContext.Default.WorkflowDefinition)!.Nodes[0];

        Assert.Equal((NodeKind.Work, null, null), (node.Kind, node.FanOut, node.Previous));
        Assert.Equal(OutputFormat.Text, node.OutputFormat);
    }
}
