namespace Swarm.Tests.Core.Workflows;

/// <summary>What is wrong between nodes: edges, cycles, loops, conditions.</summary>
public class InvalidGraphTests
{
    [Fact]
    public void An_edge_to_an_unknown_node_is_refused()
    {
        var error = Files.Error(Files.Repair.Replace("to: deploy, when", "to: depoly, when", StringComparison.Ordinal));

        Assert.Equal((15, 23, "depoly", "unknown_node"), (error.Line, error.Column, error.Node, error.Code));
        Assert.Equal("This edge names the node 'depoly', which does not exist.", error.Message);
        Assert.Equal("Did you mean 'deploy'?", error.Suggestion);
        Assert.Equal("/edges/1/to", error.Pointer);
    }

    [Fact]
    public void A_node_that_needs_an_unknown_node_is_refused()
    {
        var error = Files.Error("""
            version: 1
            name: x
            nodes:
              build: { run: [make] }
              test: { run: [make, test], needs: [build, lint] }
            """);

        Assert.Equal((5, 45, "test", "unknown_node"), (error.Line, error.Column, error.Node, error.Code));
        Assert.Equal("Possible here: build, test.", error.Suggestion);
    }

    [Fact]
    public void A_node_that_is_there_twice_is_refused()
    {
        var error = Files.Error("""
            version: 1
            name: x
            nodes:
              build: { run: [make] }
              build: { run: [make, all] }
            """);

        Assert.Equal((5, 3, "build", "duplicate_node"), (error.Line, error.Column, error.Node, error.Code));
        Assert.Equal("The node 'build' is here twice; it stands in line 4 already.", error.Message);
    }

    [Fact]
    public void A_key_that_is_there_twice_is_refused()
    {
        var error = Files.Error("""
            version: 1
            name: x
            nodes:
              build: { run: [make], accept: 0, accept: 1 }
            """);

        Assert.Equal((4, 36, "build", "duplicate_key"), (error.Line, error.Column, error.Node, error.Code));
    }

    [Fact]
    public void A_cycle_without_a_loop_edge_is_refused_with_its_nodes()
    {
        var error = Files.Error(Files.Repair.Replace(", loop: { max: 3 }", "", StringComparison.Ordinal));

        Assert.Equal((17, 5, "test", "cycle"), (error.Line, error.Column, error.Node, error.Code));
        Assert.Equal(
            "The nodes 'test' → 'fix' → 'test' form a cycle without a loop edge: each would wait for the others for "
            + "ever.",
            error.Message);
        Assert.Equal(
            "If 'fix' is to lead back to 'test', write under edges: { from: fix, to: test, loop: { max: 3 } }",
            error.Suggestion);
    }

    [Fact]
    public void A_cycle_of_needs_is_refused_with_its_nodes()
    {
        var error = Files.Error("""
            version: 1
            name: x
            nodes:
              a: { run: [a], needs: c }
              b: { run: [b], needs: a }
              c: { run: [c], needs: b }
              d: { run: [d], needs: c }
            """);

        Assert.Equal((4, 25, "a", "cycle"), (error.Line, error.Column, error.Node, error.Code));
        Assert.StartsWith("The nodes 'a' → 'b' → 'c' → 'a' form a cycle", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_node_that_needs_itself_is_refused()
    {
        var error = Files.Error("""
            version: 1
            name: x
            nodes:
              a: { run: [a], needs: a }
            """);

        Assert.Equal((4, 25, "a", "cycle"), (error.Line, error.Column, error.Node, error.Code));
        Assert.StartsWith("Node 'a' waits for itself", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_node_beside_the_graph_is_refused()
    {
        var error = Files.Error("""
            version: 1
            name: x
            nodes:
              build: { run: [make] }
              test: { run: [make, test], needs: build }
              forgotten: { run: [make, docs] }
            """);

        Assert.Equal((6, 3, "forgotten", "unreachable_node"), (error.Line, error.Column, error.Node, error.Code));
        Assert.Equal(
            "Add an edge, or 'needs: []' if 'forgotten' is to start with the run.", error.Suggestion);
    }

    [Fact]
    public void A_node_that_says_that_it_needs_nothing_may_stand_alone()
    {
        Files.Valid("""
            version: 1
            name: x
            nodes:
              build: { run: [make] }
              test: { run: [make, test], needs: build }
              docs: { run: [make, docs], needs: [] }
            """);
    }

    [Fact]
    public void A_loop_that_does_not_lead_back_is_refused()
    {
        var error = Files.Error("""
            version: 1
            name: x
            nodes:
              a: { run: [a] }
              b: { run: [b], needs: a }
            edges:
              - { from: a, to: b, loop: { max: 3 }, when: { path: exitCode, equals: 1 } }
            """);

        Assert.Equal((7, 5, "a", "loop_not_back"), (error.Line, error.Column, error.Node, error.Code));
    }

    [Fact]
    public void A_loop_that_would_be_taken_every_time_is_refused()
    {
        var error = Files.Error("""
            version: 1
            name: x
            nodes:
              a: { run: [a] }
              b: { run: [b], needs: a }
              c: { run: [c], needs: b }
            edges:
              - { from: c, to: a, loop: { max: 3 } }
            """);

        Assert.Equal((8, 5, "c", "endless_loop"), (error.Line, error.Column, error.Node, error.Code));
        Assert.Equal(
            "Say when to go back: { from: c, to: a, loop: { max: 3 }, when: { path: exitCode, notEquals: 0 } }",
            error.Suggestion);
    }

    [Fact]
    public void A_join_that_can_never_be_satisfied_is_refused()
    {
        var error = Files.Error("""
            version: 1
            name: x
            nodes:
              a: { run: [a] }
              b: { run: [b], needs: a, join: { count: 2 } }
            """);

        Assert.Equal((5, 34, "b", "invalid_join"), (error.Line, error.Column, error.Node, error.Code));
    }

    [Fact]
    public void The_same_edge_twice_is_refused()
    {
        var error = Files.Error("""
            version: 1
            name: x
            nodes:
              a: { run: [a] }
              b: { run: [b], needs: a }
            edges:
              - { from: a, to: b }
            """);

        Assert.Equal((7, 5, "a", "duplicate_edge"), (error.Line, error.Column, error.Node, error.Code));
    }

    [Theory]
    [InlineData("{ path: exitCode, eq: 0 }", 46, "unknown_operator", "Did you mean 'equals'?")]
    [InlineData("{ path: exitCode, greaterthen: 0 }", 46, "unknown_operator", "Did you mean 'greaterThan'?")]
    [InlineData("{ equals: 0 }", 28, "invalid_condition", "For example: { path: exitCode, equals: 0 }")]
    [InlineData("{ path: exitCode }", 28, "invalid_condition", "For example: { path: exitCode, equals: 0 }")]
    [InlineData("exitCode == 0", 28, "invalid_condition", "For example: when: { path: exitCode, equals: 0 }")]
    [InlineData("{ path: exit code, equals: 0 }", 36, "invalid_path", "For example: path: exitCode")]
    [InlineData("{ path: exitcode, equals: 0 }", 36, "invalid_path", "Did you mean 'exitCode'?")]
    [InlineData(
        "{ path: a.exitCode, equals: 0 }", 36, "invalid_path",
        "Paths start inside of the output of 'a': path: exitCode")]
    [InlineData("{ path: stdout, matches: \"(\" }", 53, "invalid_condition", null)]
    [InlineData("{ path: stdout, matches: \"(?=x)\" }", 53, "invalid_condition", null)]
    [InlineData("{ path: stdout, matches: \"((a{99}){99}){99}\" }", 53, "invalid_condition", null)]
    [InlineData("{ path: exitCode, in: 3 }", 50, "wrong_type", null)]
    [InlineData("{ path: exitCode, exists: 3 }", 54, "wrong_type", null)]
    [InlineData("{ path: exitCode, greaterThan: [1] }", 59, "wrong_type", null)]
    [InlineData(
        "{ and: { path: exitCode, equals: 0 } }", 35, "invalid_condition",
        "For example: { and: [{ path: exitCode, equals: 0 }] }")]
    [InlineData(
        "{ path: exitCode, greaterThan: 0, lessThan: 5 }", 28, "invalid_condition",
        "Use one each, inside of { and: [...] }.")]
    public void A_condition_that_means_nothing_is_refused(string when, int column, string code, string? suggestion)
    {
        var error = Files.Error($$"""
            version: 1
            name: x
            nodes:
              a: { run: [a] }
              b: { run: [b] }
            edges:
              - { from: a, to: b, when: {{when}} }
            """);

        Assert.Equal((7, column + 1, "a", code), (error.Line, error.Column, error.Node, error.Code));
        Assert.Equal(suggestion, error.Suggestion);
    }
}
