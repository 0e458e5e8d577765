namespace Swarm.Tests.Core.Workflows;

/// <summary>What a node says of the tool that it asks.</summary>
public sealed class AiSettingsTests
{
    [Fact]
    public void A_node_changes_the_defaults_field_by_field()
    {
        var nodes = Files.Valid("""
            version: 1
            name: x
            defaults: { tool: codex-cli, ai: { model: a, session: s, cost: 2 } }
            nodes:
              a: { prompt: Do it., needs: [], ai: { model: b } }
              b: { prompt: Do it., needs: [] }
              c: { tool: shell, run: [make], needs: [] }
            """).Nodes;

        Assert.Equal(("b", "s", 2m), (nodes[0].Ai!.Model, nodes[0].Ai!.Session, nodes[0].Ai!.MaxCostUsd));
        Assert.Equal("a", nodes[1].Ai!.Model);
    }

    [Theory]
    [InlineData("{ modle: a }", "'ai' has no field 'modle'")]
    [InlineData("{ maxTurns: 0 }", "'maxTurns' of 'ai' must be a whole number from 1 to 1000")]
    [InlineData("{ cost: free }", "'cost' of 'ai' must be a number")]
    [InlineData("{ allowedTools: Read }", "'allowedTools' of 'ai' must be a list of 1 to 100 texts")]
    [InlineData("{ schema: object }", "'schema' of 'ai' must be a JSON Schema")]
    [InlineData("{ instructions: 'As ${inputs.role}.' }", "refers to the input 'role', which does not exist")]
    public void What_is_wrong_with_it_is_told(string ai, string expected)
    {
        var error = Assert.Single(Files.Errors(
            $"version: 1\nname: x\nnodes:\n  a: {{ tool: claude-code, prompt: Do it., ai: {ai} }}"));

        Assert.Equal(4, error.Line);
        Assert.Contains(expected, error.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void The_shell_has_none_of_it()
    {
        var error = Assert.Single(Files.Errors(
            "version: 1\nname: x\nnodes:\n  a: { run: [make], ai: { model: b } }"));

        Assert.Equal("Node 'a' uses the tool 'shell', which has no 'ai'.", error.Message);
    }
}
