using System.Text.Json;
using Swarm.Core.Documents;
using Swarm.Core.Patterns;
using Swarm.Core.Workflows;
using Swarm.Core.Workflows.Parsing;
using Swarm.Core.Workflows.Schemas;
using Swarm.Tests.Core.Workflows;

namespace Swarm.Tests.Core.Schemas;

/// <summary>The published schemas say what the parsers do.</summary>
public class WorkflowSchemaTests
{
    public static TheoryData<string> Invalid =>
    [
        "version: 2\nname: x\nnodes: { a: { run: [a] } }",
        "version: 1\nnodes: { a: { run: [a] } }",
        "version: 1\nname: x\nnodes: {}",
        "version: 1\nname: x\nnodes: [{ run: [a] }]",
        "version: 1\nname: x\nnode: { a: { run: [a] } }",
        "version: 1\nname: x\nnodes: { A: { run: [a] } }",
        "version: 1\nname: x\nnodes: { a: { run: make } }",
        "version: 1\nname: x\nnodes: { a: { run: [] } }",
        "version: 1\nname: x\nnodes: { a: { run: [a], timeout: 5m } }",
        "version: 1\nname: x\nnodes: { a: { run: [a], timeout: 5 } }",
        "version: 1\nname: x\nnodes: { a: { run: [a], accept: [zero] } }",
        "version: 1\nname: x\nnodes: { a: { run: [a], retry: { attempts: 0 } } }",
        "version: 1\nname: x\nnodes: { a: { run: [a], retry: 3 } }",
        "version: 1\nname: x\nnodes: { a: { run: [a], priority: urgent } }",
        "version: 1\nname: x\nnodes: { a: { tool: codex-cli, prompt: a, ai: { maxTurns: 0 } } }",
        "version: 1\nname: x\nnodes: { a: { run: [a], evaluate: { threshold: 7 } } }",
        "version: 1\nname: x\nnodes: { a: { run: [a], evaluate: { by: { b: { run: [b], weight: 0 } } } } }",
        "version: 1\nname: x\ncheckpoints: always\nnodes: { a: { run: [a] } }",
        "version: 1\nname: x\nnodes: { a: { run: [a], continueOnFailure: 1 } }",
        "version: 1\nname: x\nnodes: { a: { run: [a], output: xml } }",
        "version: 1\nname: x\nnodes: { a: { run: [a], input: [b] } }",
        "version: 1\nname: x\nnodes: { a: { run: [a], join: some } }",
        "version: 1\nname: x\nnodes: { a: { run: [a], forEach: files } }",
        "version: 1\nname: x\nnodes: { a: { run: [a], copies: 0 } }",
        "version: 1\nname: x\nnodes: { a: { run: [a], copies: 2, onFailure: stop } }",
        "version: 1\nname: x\nnodes: { a: { wait: soon } }",
        "version: 1\nname: x\nnodes: { a: { wait: { timeout: PT1S } } }",
        "version: 1\nname: x\nnodes: { a: { wait: { event: go, duration: PT1S } } }",
        "version: 1\nname: x\nnodes: { a: { checkpoint: { expiresAfter: PT1S } } }",
        "version: 1\nname: x\nnodes: { a: { checkpoint: { question: Go?, onExpiry: wait } } }",
        "version: 1\nname: x\nnodes: { a: { workflow: { nodes: { b: { run: b } } } } }",
        "version: 1\nname: x\nnodes: { a: { workflow: { name: b, version: 0 } } }",
        "version: 1\nname: x\nnodes: { a: { run: [a] } }\nedges: [{ from: a }]",
        "version: 1\nname: x\nnodes: { a: { run: [a] }, b: { run: [b] } }\nedges: [{ from: a, to: b, loop: 3 }]",
        "version: 1\nname: x\nnodes: { a: { run: [a] }, b: { run: [b] } }\nedges: [{ from: a, to: b, when: {} }]",
        "version: 1\nname: x\nnodes: { a: { run: [a] }, b: { run: [b] } }\n"
            + "edges: [{ from: a, to: b, when: { path: exitCode, is: 0 } }]",
        "version: 1\nname: x\nnodes: { a: { run: [a] }, b: { run: [b] } }\n"
            + "edges: [{ from: a, to: b, when: { path: exitCode, in: 0 } }]",
        "version: 1\nname: x\ninputs: { a b: {} }\nnodes: { a: { run: [a] } }",
        "version: 1\nname: x\ninputs: { a: { type: text } }\nnodes: { a: { run: [a] } }",
        "version: 1\nname: x\noutputs: [a]\nnodes: { a: { run: [a] } }",
        "version: 1\nname: x\nmaxParallel: 0\nnodes: { a: { run: [a] } }",
        "version: 1\nname: x\npattern: parallel\nnodes: { a: { run: [a] } }",
        "version: 1\nname: x\npattern: sequential\nsteps: { a: { run: [a] } }",
        "version: 1\nname: x\npattern: mixture\ndecide: count\nnodes: { a: { run: [a] } }",
        "version: 1\nname: x\npattern: mixture\ndecide: { vote: a, best: b }\nnodes: { a: { run: [a] } }",
        "version: 1\nname: x\npattern: hierarchical\ndirector: { run: [a] }\nworkers: {}",
        "version: 1\nname: x\npattern: hierarchical\ndirector: { run: [a] }\nworkers: { w: { run: [a] } }\n"
            + "limits: { rounds: 0 }",
    ];

    [Fact]
    public void Every_example_is_valid_by_the_schema()
    {
        var examples = ReferencePageTests.Examples().Append(Files.Repair).ToList();

        Assert.True(examples.Count > 15, $"Only {examples.Count} examples were found.");
        Assert.All(examples, example => Assert.Empty(Find(example)));
    }

    [Theory]
    [MemberData(nameof(Invalid))]
    public void What_the_schema_refuses_the_parser_refuses_too(string file)
    {
        Assert.NotEmpty(Find(file));
        Assert.NotEmpty(Files.Errors(file));
    }

    [Fact]
    public void The_schema_knows_the_fields_that_the_parser_knows()
    {
        var schema = WorkflowSchema.Schema;
        var definitions = schema.GetProperty("$defs");

        Assert.Equal(
            ["name", "version", .. BodyReader.Fields.Order()],
            Names(schema, "name", "version"));
        Assert.Equal(BodyReader.Fields.Order(), Names(definitions.GetProperty("body")));
        Assert.Equal(NodeReader.StepFields.Order(), Names(definitions.GetProperty("node")));
        Assert.Equal(SettingsReader.Fields.Order(), Names(definitions.GetProperty("defaults")));
    }

    [Theory]
    [InlineData("""{ "subtasks": [{ "id": "a", "worker": "w", "needs": [], "input": {} }] }""", true)]
    [InlineData("""{ "done": true, "result": 7, "summary": "All done." }""", true)]
    [InlineData("""{ "done": false }""", false)]
    [InlineData("""{ }""", false)]
    [InlineData("""{ "subtasks": [] }""", false)]
    [InlineData("""{ "subtasks": [{ "id": "a" }] }""", false)]
    [InlineData("""{ "subtasks": [{ "id": "A", "worker": "w" }] }""", false)]
    [InlineData("""{ "subtasks": [{ "id": "a", "worker": "w", "after": "b" }] }""", false)]
    [InlineData("""{ "subtasks": [{ "id": "a", "worker": "w", "input": 7 }] }""", false)]
    [InlineData("""[]""", false)]
    public void The_schema_of_plans_says_what_their_reader_does(string answer, bool isValid)
    {
        var json = JsonElement.Parse(answer);

        Assert.Equal(isValid, SchemaCheck.Find(PlanSchema.Schema, json).Count == 0);
        Assert.Equal(isValid, PlanReader.Read(json, ["w"], 10).Plan is not null);
    }

    private static IEnumerable<string> Names(JsonElement schema, params string[] first) =>
        first.Concat(schema.GetProperty("properties").EnumerateObject().Select(p => p.Name).Except(first).Order());

    private static IReadOnlyList<string> Find(string file)
    {
        var limits = new DocumentLimits(WorkflowLimits.FileMaxBytes, 30, 50_000);
        return SchemaCheck.Find(WorkflowSchema.Schema, DocumentReader.Read(file, limits, _ => { }).ToJson());
    }
}
