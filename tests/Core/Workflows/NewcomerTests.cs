namespace Swarm.Tests.Core.Workflows;

/// <summary>
/// Mistakes of people who write their first workflow: each is told once, where it is, with what to write instead.
/// </summary>
public class NewcomerTests
{
    private const string Head = "version: 1\nname: first\n";

    [Theory]
    [InlineData("nodes:\n  a: { run: [x] }\n\tb: { run: [x] }\n", "5:1", "Indent with spaces.")]
    [InlineData("nodes:\n  a: { run: [x, timeout: PT5M }\n", "4:31", "Close the list with ']'.")]
    [InlineData("nodes:\n  a: { run: [x]\n", "5:1", "Close the map with '}'.")]
    [InlineData("description: Note: it breaks\n", "3:18", "A text with ': ' in it stands in quotes.")]
    [InlineData("description: 'It breaks\n", "3:14", "Close the quote.")]
    [InlineData("description: @me\n", "3:14", "A text that begins with this character stands in quotes.")]
    [InlineData(
        "nodes:\n  a:\n    run: [x]\n   timeout: PT5M\n",
        "6:4",
        "The fields of one map begin in the same column; look at how this line is indented.")]
    public void What_is_no_YAML_is_told_with_what_to_do(string text, string place, string suggestion)
    {
        var error = Files.Error(Head + text);

        Assert.Equal("syntax", error.Code);
        Assert.StartsWith("The file is no valid YAML: ", error.Message, StringComparison.Ordinal);
        Assert.Equal((place, suggestion), ($"{error.Line}:{error.Column}", error.Suggestion));
    }

    [Theory]
    [InlineData(
        "nodes: { a: { prompt: Do it } }",
        "Node 'a' uses the tool 'shell', which has no 'prompt'.",
        "Add: tool: claude-code, or another tool that is asked.")]
    [InlineData(
        "nodes: { a: { tool: shell, prompt: Do it } }",
        "Node 'a' uses the tool 'shell', which has no 'prompt'.",
        "Write: tool: claude-code, or another tool that is asked.")]
    [InlineData(
        "nodes: { a: { tool: gemini, run: [x] } }",
        "Node 'a' uses the tool 'gemini', which has no 'run'.",
        "Remove the field, or change 'tool'.")]
    [InlineData(
        "nodes: { a: { run: [x, \"${inputs.who}\"] } }",
        "${inputs.who} in 'run' refers to the input 'who', which does not exist.",
        "Add: inputs: { who: { type: string } }")]
    [InlineData(
        "inputs: { count: { type: int } }\nnodes: { a: { run: [x] } }",
        "'type' of input 'count' must be one of string, number, integer, boolean, object, array, but is 'int'.",
        "Did you mean 'integer'?")]
    [InlineData(
        "nodes: { a: { run: [x] }, b: { run: [x], needs: a } }\nedges: [{ from: b, to: a, loop: 3 }]",
        "'loop' of the edge must be a map with the limit, but is the number 3.",
        "For example: loop: { max: 3 }")]
    [InlineData(
        "nodes: { a: { run: [x] }, b: { run: [x], needs: a } }\nedges: [{ from: a, to: b }]",
        "There is an edge from 'a' to 'b' already.",
        "Remove 'a' from the 'needs' of 'b', or this edge.")]
    public void A_mistake_is_told_once_with_what_to_write(string text, string message, string suggestion)
    {
        var error = Files.Error(Head + text);

        Assert.Equal((message, suggestion), (error.Message, error.Suggestion));
    }
}
