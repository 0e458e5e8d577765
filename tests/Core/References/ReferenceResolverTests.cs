using System.Text.Json;
using Swarm.Core.References;
using Swarm.Core.Workflows;

namespace Swarm.Tests.Core.References;

public class ReferenceResolverTests
{
    private static readonly string Known = new('a', 64);

    private static readonly string Huge = new('b', 64);

    private static readonly ReferenceScope Scope = new(
        new Dictionary<string, JsonElement> { ["target"] = JsonElement.Parse("\"main\"") },
        new RunFacts("01jd", 7, "swarm/run/01jd"),
        node => node == "run-tests"
            ? JsonElement.Parse($$"""
                {
                  "exitCode": 1, "stdout": "3 \"failed\"", "list": [1, { "x": true }],
                  "large": { "$ref": "sha256:{{Known}}", "size": 20000 },
                  "huge": { "$ref": "sha256:{{Huge}}", "size": 9999999 }
                }
                """)
            : null,
        ContentOf: reference => reference.Hash == Known ? JsonElement.Parse("\"all of it\"") : null);

    [Fact]
    public void A_text_that_is_one_reference_keeps_the_values_type()
    {
        var node = Resolve(new NodeDefinition
        {
            Id = "fix",
            Input = Input("""
                { "code": "${run-tests.exitCode}", "all": ["${run-tests.list}"], "none": "${inputs.other}" }
                """),
        });

        Assert.Equal(1, node.Input["code"].GetInt32());
        Assert.Equal("""[[1,{"x":true}]]""", node.Input["all"].GetRawText());
        Assert.Equal(JsonValueKind.Null, node.Input["none"].ValueKind);
    }

    [Fact]
    public void A_reference_inside_of_text_becomes_text()
    {
        var node = Resolve(new NodeDefinition
        {
            Id = "fix",
            Run = ["echo", "run ${ run.number } ended with ${run-tests.exitCode}: ${run-tests.stdout}$${x}$"],
            Commit = "Repair ${run.id}",
            Merge = "${inputs.target}",
            Tag = "v${run.number}",
        });

        Assert.Equal("run 7 ended with 1: 3 \"failed\"${x}$", node.Run![1]);
        Assert.Equal(("Repair 01jd", "main", "v7"), (node.Commit, node.Merge, node.Tag));
    }

    [Fact]
    public void Input_reaches_the_command_as_variables()
    {
        var node = Resolve(new NodeDefinition
        {
            Id = "fix",
            Script = "echo ${run-tests.stdout}",
            Env = new Dictionary<string, string> { ["BRANCH"] = "${run.branch}" },
            Input = Input("""{ "test-output": "${run-tests.stdout}", "list": "${run-tests.list}", "flag": true }"""),
        });

        Assert.Equal(
            new Dictionary<string, string>
            {
                ["BRANCH"] = "swarm/run/01jd",
                ["SWARM_INPUT_TEST_OUTPUT"] = "3 \"failed\"",
                ["SWARM_INPUT_LIST"] = """[1,{"x":true}]""",
                ["SWARM_INPUT_FLAG"] = "true",
            },
            node.Environment);
        Assert.Equal("echo ${run-tests.stdout}", node.Script);
    }

    [Fact]
    public void A_large_value_alone_under_a_name_of_the_input_stays_a_claim_check()
    {
        var node = Resolve(new NodeDefinition
        {
            Id = "fix",
            Input = Input("""{ "all": "${run-tests.huge}", "part": "see: ${run-tests.large}" }"""),
        });

        Assert.Equal(Huge, node.Files["SWARM_INPUT_ALL"].Hash);
        Assert.Equal("see: all of it", node.Environment["SWARM_INPUT_PART"]);
        Assert.DoesNotContain("SWARM_INPUT_ALL", node.Environment.Keys);
    }

    [Fact]
    public void A_value_that_no_text_can_hold_is_refused_with_advice()
    {
        var node = new NodeDefinition { Id = "fix", Run = ["echo", "${run-tests.huge}"] };

        var failure = ReferenceResolver.Resolve(node, Scope).Failure;

        Assert.Contains("run[1] takes in a value of 9999999 bytes", failure);
        Assert.Contains("under a name of 'input'", failure);
    }

    [Fact]
    public void What_looks_like_a_claim_check_in_the_file_itself_is_a_value_like_any_other()
    {
        var literal = $$"""{ "$ref": "sha256:{{Known}}", "size": 1 }""";

        var node = Resolve(new NodeDefinition { Id = "fix", Input = Input($$"""{ "it": {{literal}} }""") });

        Assert.Empty(node.Files);
        Assert.Contains(Known, node.Environment["SWARM_INPUT_IT"]);
    }

    [Theory]
    [InlineData("${run-tests.list[5]}", "but the output of node 'run-tests' has no 'list.5'.")]
    [InlineData("${review.stdout}", "but node 'review' has put out nothing (it was skipped or has not run).")]
    [InlineData("${inputs.target.x}", "which this run's inputs do not have.")]
    public void What_is_missing_is_told(string text, string failure)
    {
        var node = new NodeDefinition { Id = "fix", Run = ["echo", text] };

        var resolution = ReferenceResolver.Resolve(node, Scope);

        Assert.Null(resolution.Node);
        Assert.Equal($"Node 'fix' cannot start: run[1] refers to {text}, {failure}", resolution.Failure);
    }

    [Fact]
    public void A_value_that_would_be_an_option_for_git_is_refused()
    {
        var scope = Scope with
        {
            Inputs = new Dictionary<string, JsonElement> { ["target"] = JsonElement.Parse("\"--force\"") },
        };

        var resolution = ReferenceResolver.Resolve(new NodeDefinition { Id = "a", Merge = "${inputs.target}" }, scope);

        Assert.Equal("Node 'a' cannot start: merge is '--force', which is no name for git.", resolution.Failure);
    }

    [Fact]
    public void Values_do_not_grow_without_limit()
    {
        var large = JsonSerializer.SerializeToElement(new { stdout = new string('x', 40_000) });
        var scope = Scope with { OutputOf = _ => large };

        var one = ReferenceResolver.Resolve(
            new NodeDefinition { Id = "a", Run = ["echo", "${b.stdout}${b.stdout}"] }, scope);
        var many = ReferenceResolver.Resolve(
            new NodeDefinition { Id = "a", Run = [.. Enumerable.Repeat("${b.stdout}", 10)] }, scope);

        Assert.Contains("run[1] has 80000 characters", one.Failure, StringComparison.Ordinal);
        Assert.Contains("run[6]", many.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public void The_nodes_that_a_node_refers_to_are_known()
    {
        var node = new NodeDefinition
        {
            Id = "x",
            Run = ["${a.stdout}", "$${no.x}", "${inputs.y}"],
            Input = Input("""{ "z": [{ "q": "${c-d.stdout} ${a.stderr}" }] }"""),
        };

        Assert.Equal(["a", "c-d"], NodeReferences.NodesOf(node));
    }

    private static ResolvedNode Resolve(NodeDefinition node)
    {
        var resolution = ReferenceResolver.Resolve(node, Scope);
        Assert.Null(resolution.Failure);
        return resolution.Node!;
    }

    private static Dictionary<string, JsonElement> Input(string json) =>
        JsonElement.Parse(json).EnumerateObject().ToDictionary(p => p.Name, p => p.Value);
}
