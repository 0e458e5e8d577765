using System.Text.Json;
using Swarm.Core.Patterns;
using Swarm.Core.References;
using Swarm.Core.Workflows;

namespace Swarm.Tests.Core.Patterns;

public class PlanTests
{
    [Theory]
    [InlineData("[]", "The answer must be a JSON object, but is an empty list.")]
    [InlineData("{}", "The answer must either say \"done\": true or have \"subtasks\".")]
    [InlineData(
        """{ "done": true, "subtasks": [] }""",
        "/subtasks: an answer that says \"done\": true plans nothing more. Leave one of the two out.")]
    [InlineData("""{ "subtasks": [] }""", "/subtasks: must be a list of at least one subtask, but is an empty list.")]
    [InlineData("""{ "subtasks": [7] }""", "/subtasks/0: must be an object, but is the value 7.")]
    [InlineData("""{ "subtasks": [{ "worker": "w" }] }""", "/subtasks/0/id: is missing.")]
    [InlineData(
        """{ "subtasks": [{ "id": "A b", "worker": "w" }] }""",
        "/subtasks/0/id: 'A b' cannot be an id. It must be a small letter, then up to 62 small letters, digits and "
        + "dashes.")]
    [InlineData(
        """{ "subtasks": [{ "id": "inputs", "worker": "w" }] }""",
        "/subtasks/0/id: 'inputs' cannot be an id. It must be a small letter, then up to 62 small letters, digits and "
        + "dashes.")]
    [InlineData(
        """{ "subtasks": [{ "id": "a", "worker": "x" }] }""",
        "/subtasks/0/worker: there is no worker 'x'. There are: w.")]
    [InlineData(
        """{ "subtasks": [{ "id": "a", "worker": "w", "input": [] }] }""",
        "/subtasks/0/input: must be an object of named values, but is an empty list.")]
    [InlineData(
        """{ "subtasks": [{ "id": "a", "worker": "w", "needs": "b" }] }""",
        "/subtasks/0/needs: must be a list of ids of subtasks, but is a text.")]
    [InlineData(
        """{ "subtasks": [{ "id": "a", "worker": "w", "wait": 1 }] }""",
        "/subtasks/0/wait: no such field. Possible: id, worker, title, input, needs, continueOnFailure.")]
    [InlineData(
        """{ "subtasks": [{ "id": "a", "worker": "w" }, { "id": "a", "worker": "w" }] }""",
        "/subtasks: the id 'a' is there 2 times; ids must differ.")]
    [InlineData(
        """{"subtasks":[{"id":"a","worker":"w","needs":["b"]},{"id":"b","worker":"w","needs":["a"]}]}""",
        "/subtasks: 'b' needs 'a' in a circle; none of them could ever start.")]
    [InlineData(
        """{"subtasks":[{"id":"a","worker":"w"},{"id":"b","worker":"w"},{"id":"c","worker":"w"}]}""",
        "/subtasks: has 3 subtasks, but only 2 more are allowed.")]
    public void What_is_wrong_with_a_plan_is_told(string answer, string error)
    {
        var reading = PlanReader.Read(JsonElement.Parse(answer), ["w"], maxSubtasks: 2);

        Assert.Null(reading.Plan);
        Assert.Equal(error, Assert.Single(reading.Errors));
    }

    [Fact]
    public void A_plan_becomes_a_graph_in_which_the_directors_words_are_data()
    {
        const string answer = """
            { "subtasks": [
              { "id": "a", "worker": "w", "title": "Do ${run.id}", "input": { "what": "${x.y}", "more": ["$${z}"] } },
              { "id": "b", "worker": "w", "needs": ["a"], "continueOnFailure": true }
            ] }
            """;
        var worker = new NodeDefinition
        {
            Id = "w",
            Run =
            [
                "do", "${subtask.title}", "${inputs.goal}", "${subtask.input.what}", "${subtask.input.none}",
                "$${kept}",
            ],
        };
        var plan = PlanReader.Read(JsonElement.Parse(answer), ["w"], 5).Plan!;

        var graph = PlanCompiler.Compile("round-1", plan, new Dictionary<string, NodeDefinition> { ["w"] = worker });

        var scope = new ReferenceScope(
            new Dictionary<string, JsonElement> { ["goal"] = JsonElement.Parse("\"a house\"") },
            new RunFacts("run-1", 1, null),
            id => id == "a" ? JsonElement.Parse("""{ "stdout": "walls" }""") : null);
        var first = ReferenceResolver.Resolve(graph.Nodes[0], scope).Node!;
        var second = ReferenceResolver.Resolve(graph.Nodes[1], scope).Node!;
        Assert.Equal(["do", "Do ${run.id}", "a house", "${x.y}", "", "${kept}"], first.Run);
        Assert.Equal("""["$${z}"]""", first.Input["more"].GetRawText());
        Assert.Equal("walls", second.Input["results"].GetProperty("a").GetProperty("stdout").GetString());
        Assert.Equal(("a", "b"), (graph.Edges[0].From, graph.Edges[0].To));
        Assert.True(graph.Nodes[1].ContinueOnFailure);
    }

    [Fact]
    public void That_all_is_done_needs_no_subtasks()
    {
        var plan = PlanReader.Read(JsonElement.Parse("""{ "done": true, "result": [1] }"""), [], 0).Plan!;

        Assert.True(plan.IsDone);
        Assert.Equal("[1]", plan.Result!.Value.GetRawText());
    }

    [Theory]
    [InlineData("{\"a\":1}", "{\"a\":1}")]
    [InlineData("Sure! ```json\n{ \"a\": { } }\n``` Done.", "{ \"a\": { } }")]
    [InlineData("no braces", null)]
    [InlineData("} {", null)]
    [InlineData("{ broken", null)]
    public void Json_is_found_between_words(string text, string? expected) =>
        Assert.Equal(expected, PrintedJson.Find(text)?.GetRawText());
}
