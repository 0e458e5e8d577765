using System.Text.Json;
using Swarm.Contracts.Allocation;
using Swarm.Core.Conditions;
using Swarm.Core.Json;
using Swarm.Core.Workflows;

namespace Swarm.Tests.Core.Workflows;

public class ValidFileTests
{
    [Fact]
    public void The_repair_example_reads_as_written()
    {
        var workflow = Files.Valid(Files.Repair);

        Assert.Equal("build-with-repair", workflow.Name);
        Assert.Equal(["generate", "review", "test", "fix", "deploy"], workflow.Nodes.Select(n => n.Id));
        Assert.Equal("repository", Assert.Single(workflow.Inputs).Name);
        var test = workflow.Nodes[2];
        Assert.Equal(["dotnet", "run", "tests.cs"], test.Run);
        Assert.Equal([0, 1], test.Accept);
        Assert.Equal(TimeSpan.FromMinutes(5), test.Timeout);
        Assert.Equal(2, test.Retry.Attempts);
        Assert.Equal(TimeSpan.FromSeconds(2), test.Retry.Backoff);
        Assert.Equal("${test.stdout}", workflow.Nodes[3].Input["failures"].GetString());
        Assert.Equal("v${run.number}", workflow.Nodes[4].Tag);
    }

    [Fact]
    public void Lists_of_targets_become_single_edges()
    {
        var workflow = Files.Valid(Files.Repair);

        Assert.Equal(
            ["generate>review", "generate>test", "test>deploy", "test>fix", "fix>test", "review>deploy"],
            workflow.Edges.Select(e => $"{e.From}>{e.To}"));
        Assert.Equal([null, null, null, null, 3, null], workflow.Edges.Select(e => e.LoopMax));
        var when = Assert.IsType<Comparison>(workflow.Edges[3].When);
        Assert.Equal(("exitCode", ComparisonOperator.NotEqualTo), (when.Path, when.Operator));
        Assert.Equal(0, when.Value.GetInt32());
    }

    [Fact]
    public void Needs_and_lists_of_sources_become_single_edges()
    {
        var workflow = Files.Valid("""
            version: 1
            name: joins
            nodes:
              a: { run: [a] }
              b: { run: [b], needs: a }
              c: { run: [c], needs: [a, b], join: any }
              d: { run: [d], join: { count: 2 } }
            edges:
              - { from: [a, b, c], to: d }
            """);

        Assert.Equal(["a>b", "a>c", "b>c", "a>d", "b>d", "c>d"], workflow.Edges.Select(e => $"{e.From}>{e.To}"));
        Assert.Equal(JoinKind.Any, workflow.Nodes[2].Join.Kind);
        Assert.Equal(JoinRule.Of(2), workflow.Nodes[3].Join);
    }

    [Fact]
    public void Json_is_read_too()
    {
        var workflow = Files.Valid("""
            {
              "version": 1, "name": "json",
              "nodes": { "run-tests": { "run": ["make", "test"] },
            	"report": { "run": ["report", "${run-tests.exitCode}"], "needs": ["run-tests"] } }
            }
            """);

        Assert.Equal(["run-tests", "report"], workflow.Nodes.Select(n => n.Id));
    }

    [Fact]
    public void A_node_takes_the_defaults_that_it_does_not_set()
    {
        var workflow = Files.Valid("""
            version: 1
            name: defaults
            defaults:
              timeout: PT10M
              priority: low
              env: { CI: 1, LANG: C }
              retry: { attempts: 3, backoff: PT1S, maxBackoff: PT1M, coefficient: 3 }
            nodes:
              a: { script: make, env: { LANG: de }, retry: { attempts: 1 } }
              b: { script: make, timeout: PT1M, priority: high, continueOnFailure: true }
            """);

        var (a, b) = (workflow.Nodes[0], workflow.Nodes[1]);
        Assert.Equal(TimeSpan.FromMinutes(10), a.Timeout);
        Assert.Equal(NodePriority.Low, a.Priority);
        Assert.Equal(("1", "de"), (a.Env["CI"], a.Env["LANG"]));
        Assert.Equal((1, TimeSpan.FromMinutes(1), 3.0), (a.Retry.Attempts, a.Retry.MaxBackoff, a.Retry.Coefficient));
        Assert.Equal((TimeSpan.FromMinutes(1), NodePriority.High, true), (b.Timeout, b.Priority, b.ContinueOnFailure));
    }

    [Fact]
    public void A_script_keeps_the_shells_own_variables()
    {
        var workflow = Files.Valid("""
            version: 1
            name: script
            nodes:
              build:
                script: |
                  cd "${HOME}/src" && make "$@" ${TARGET:-all}
              say: { run: [sh, -c, "echo $${HOME} $USER"], needs: build }
            """);

        Assert.Equal("cd \"${HOME}/src\" && make \"$@\" ${TARGET:-all}\n", workflow.Nodes[0].Script);
    }

    [Fact]
    public void Anchors_and_aliases_are_followed()
    {
        var workflow = Files.Valid("""
            version: 1
            name: anchors
            nodes:
              a: { run: [make], retry: &often { attempts: 5 } }
              b: { run: [make], retry: *often }
            """);

        Assert.Equal(5, workflow.Nodes[1].Retry.Attempts);
    }

    [Fact]
    public void A_stored_definition_reads_back_the_same()
    {
        var workflow = Files.Valid(Files.Repair);

        var stored = JsonSerializer.Serialize(workflow, CoreJsonContext.Default.WorkflowDefinition);
        var read = JsonSerializer.Deserialize(stored, CoreJsonContext.Default.WorkflowDefinition)!;

        Assert.Equal(stored, JsonSerializer.Serialize(read, CoreJsonContext.Default.WorkflowDefinition));
        Assert.Contains("\"timeout\":\"PT5M\"", stored, StringComparison.Ordinal);
        Assert.Equal(workflow.Nodes[3].Timeout, read.Nodes[3].Timeout);
        Assert.IsType<Comparison>(read.Edges[2].When);
    }

    [Fact]
    public void A_graph_of_as_many_nodes_as_the_language_allows_is_small_enough_to_be_stored()
    {
        var nodes = Enumerable.Range(0, WorkflowLimits.MaxNodes).Select(n =>
            n < 20 ? $"  n{n}: {{ needs: [] }}" : $"  n{n}: {{ needs: [n{n - 20}, n{n - 19}] }}");

        var definition = Files.Valid(
            $"version: 1\nname: large\ndefaults: {{ tool: noop }}\nnodes:\n{string.Join('\n', nodes)}\n");

        Assert.Equal(WorkflowLimits.MaxNodes, definition.Nodes.Count);
    }

    [Fact]
    public void Where_work_is_done_is_stored_where_it_is_said_and_read_where_it_is_not()
    {
        var json = CoreJsonContext.Default.NodeDefinition;
        var nodes = Files.Valid("""
            version: 1
            name: x
            nodes:
              a: { run: [make], needs: [] }
              b: { run: [make], needs: [], requires: { labels: gpu }, privacy: sensitive }
            """).Nodes;

        var texts = nodes.Select(node => JsonSerializer.Serialize(node, json)).ToList();
        var read = texts.Select(text => JsonSerializer.Deserialize(text, json)!.Placement).ToList();

        Assert.DoesNotContain("placement", texts[0], StringComparison.OrdinalIgnoreCase);
        Assert.Equal(NodePlacement.Anywhere, read[0]);
        Assert.Equal(("gpu", Privacy.Sensitive), (Assert.Single(read[1].Labels), read[1].Privacy));
    }
}
