using System.Text.Json;
using Swarm.Core.Locks;
using Swarm.Core.References;
using Swarm.Core.Workflows;
using Swarm.Tests.Core.Workflows;

namespace Swarm.Tests.Core.Locks;

/// <summary>The locks of a workflow file.</summary>
public sealed class LockFileTests
{
    [Fact]
    public void Locks_are_taken_in_the_order_of_their_names_each_once()
    {
        var node = Files.Valid("""
            version: 1
            name: x
            inputs: { stage: { type: string } }
            nodes:
              a: { run: [make], locks: [port.80, "deploy:${inputs.stage}", port.80, Build] }
            """).Nodes[0];
        var inputs = new Dictionary<string, JsonElement> { ["stage"] = JsonElement.Parse("\"live\"") };

        var locks = ReferenceResolver.ResolveLocks(
            node, new ReferenceScope(inputs, new RunFacts("r", 1, Branch: null), _ => null));

        Assert.Equal(["Build", "deploy:live", "port.80"], locks.Names);
    }

    [Fact]
    public void What_a_reference_makes_of_a_name_must_be_one()
    {
        var node = new NodeDefinition { Id = "a", Locks = ["${inputs.stage}"] };
        var inputs = new Dictionary<string, JsonElement> { ["stage"] = JsonElement.Parse("\"a/b\"") };

        var locks = ReferenceResolver.ResolveLocks(
            node, new ReferenceScope(inputs, new RunFacts("r", 1, Branch: null), _ => null));

        Assert.Null(locks.Names);
        Assert.Equal($"Node 'a' cannot start: 'a/b' is no name of a lock: {LockNames.Rule}.", locks.Failure);
    }

    [Theory]
    [InlineData("run: [make], locks: [a b]", "'a b' in 'locks' is no name of a lock")]
    [InlineData("run: [make], locks: []", "must have 1 to 20 names, but has 0")]
    [InlineData("run: [make], locks: [1]", "must be a text")]
    [InlineData("run: [make], locks: \"${inputs.x}\"", "refers to the input 'x'")]
    [InlineData("checkpoint: Go?, locks: a", "has 'locks', which belongs to work, beside 'checkpoint'")]
    [InlineData("workflow: other, locks: a", "has 'locks', which belongs to work, beside 'workflow'")]
    public void What_is_wrong_with_them_is_told(string node, string expected)
    {
        var error = Files.Error($"version: 1\nname: x\nnodes:\n  a: {{ {node} }}");

        Assert.Equal(4, error.Line);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }
}
