using Swarm.Core.Workflows;

namespace Swarm.Tests.Core.Workflows;

/// <summary>
/// What is wrong with fields: names, types, ranges. Each file has one mistake, and the one error tells it.
/// </summary>
public class InvalidFileTests
{
    [Fact]
    public void An_unknown_field_of_the_file_is_refused()
    {
        var error = Files.Error("""
            version: 1
            name: x
            node:
            nodes:
              a: { run: [make] }
            """);

        Assert.Equal((3, 1, "unknown_field", "/node"), (error.Line, error.Column, error.Code, error.Pointer));
        Assert.Equal("The workflow has no field 'node'.", error.Message);
        Assert.Equal("Did you mean 'nodes'?", error.Suggestion);
    }

    [Fact]
    public void An_unknown_field_of_a_node_is_refused()
    {
        var error = Files.Error("""
            version: 1
            name: x
            nodes:
              build:
                run: [make]
                timout: PT5M
            """);

        Assert.Equal((6, 5, "build", "unknown_field"), (error.Line, error.Column, error.Node, error.Code));
        Assert.Equal("/nodes/build/timout", error.Pointer);
        Assert.Equal("Node 'build' has no field 'timout'.", error.Message);
        Assert.Equal("Did you mean 'timeout'?", error.Suggestion);
    }

    [Fact]
    public void An_unknown_field_that_resembles_nothing_lists_what_is_possible()
    {
        var error = Files.Error("""
            version: 1
            name: x
            nodes:
              a: { run: [make], retry: { attempts: 2, zzz: 1 } }
            """);

        Assert.Equal((4, 43, "a", "unknown_field"), (error.Line, error.Column, error.Node, error.Code));
        Assert.Equal("Possible here: attempts, backoff, maxBackoff, coefficient, on.", error.Suggestion);
    }

    [Fact]
    public void A_number_is_no_duration()
    {
        var error = Files.Error("""
            version: 1
            name: x
            nodes:
              a: { run: [make], timeout: 5 }
            """);

        Assert.Equal((4, 30, "a", "wrong_type"), (error.Line, error.Column, error.Node, error.Code));
        Assert.Equal(
            "'timeout' of node 'a' must be a duration in ISO 8601, such as PT5M, but is the number 5.", error.Message);
        Assert.Equal("Did you mean PT5S?", error.Suggestion);
    }

    [Theory]
    [InlineData("5m", "Did you mean PT5M?")]
    [InlineData("2 hours", "Did you mean PT2H?")]
    [InlineData("1d", "Did you mean P1D?")]
    [InlineData("P1M", "For example: timeout: PT5M")]
    [InlineData("soon", "For example: timeout: PT5M")]
    public void Other_ways_to_write_a_duration_are_understood_and_refused(string text, string suggestion)
    {
        var error = Files.Error($$"""
            version: 1
            name: x
            nodes:
              a: { run: [make], timeout: {{text}} }
            """);

        Assert.Equal(("wrong_type", suggestion), (error.Code, error.Suggestion));
    }

    [Fact]
    public void A_command_in_one_text_is_refused()
    {
        var error = Files.Error("""
            version: 1
            name: x
            nodes:
              a: { run: make test }
            """);

        Assert.Equal((4, 13, "a", "wrong_type"), (error.Line, error.Column, error.Node, error.Code));
        Assert.Equal(
            "'run' of node 'a' must be a list of 1 to 200 texts, program first, but is the text 'make test'.",
            error.Message);
        Assert.Equal("For example: run: [make, test], or script: for shell text", error.Suggestion);
    }

    [Fact]
    public void A_number_is_no_text()
    {
        var error = Files.Error("""
            version: 1
            name: x
            inputs: { repository: {} }
            nodes:
              a: { run: [make], tag: 1.0 }
            """);

        Assert.Equal((5, 26, "a", "wrong_type"), (error.Line, error.Column, error.Node, error.Code));
        Assert.Equal("Put it in quotes: tag: \"1.0\"", error.Suggestion);
    }

    [Fact]
    public void An_unknown_priority_is_refused()
    {
        var error = Files.Error("""
            version: 1
            name: x
            nodes:
              a: { run: [make], priority: hihg }
            """);

        Assert.Equal((4, 31, "a", "invalid_value"), (error.Line, error.Column, error.Node, error.Code));
        Assert.Equal("Did you mean 'high'?", error.Suggestion);
    }

    [Fact]
    public void Too_many_attempts_are_refused()
    {
        var error = Files.Error("""
            version: 1
            name: x
            defaults:
              retry: { attempts: 21 }
            nodes:
              a: { run: [make] }
            """);

        Assert.Equal((4, 22, "out_of_range"), (error.Line, error.Column, error.Code));
        Assert.Equal("'attempts' of 'retry' must be a whole number from 1 to 20, but is 21.", error.Message);
    }

    [Theory]
    [InlineData("0", "out_of_range")]
    [InlineData("101", "out_of_range")]
    [InlineData("three", "wrong_type")]
    [InlineData("1.5", "wrong_type")]
    public void A_loops_limit_is_a_whole_number_from_1_to_100(string max, string code)
    {
        var error = Files.Error($$"""
            version: 1
            name: x
            nodes:
              a: { run: [make] }
            edges:
              - { from: a, to: a, loop: { max: {{max}} }, when: { path: exitCode, equals: 0 } }
            """);

        Assert.Equal((6, 36, "a", code), (error.Line, error.Column, error.Node, error.Code));
    }

    [Fact]
    public void A_loop_without_its_limit_is_refused()
    {
        var error = Files.Error("""
            version: 1
            name: x
            nodes:
              a: { run: [make] }
            edges:
              - { from: a, to: a, loop: 3, when: { path: exitCode, equals: 1 } }
            """);

        Assert.Equal((6, 29, "wrong_type"), (error.Line, error.Column, error.Code));
        Assert.Equal("For example: loop: { max: 3 }", error.Suggestion);
    }

    [Fact]
    public void A_node_with_nothing_to_do_is_refused()
    {
        var error = Files.Error("""
            version: 1
            name: x
            nodes:
              idle:
            """);

        Assert.Equal((4, 3, "idle", "missing_field"), (error.Line, error.Column, error.Node, error.Code));
        Assert.Equal("Add: run: [make, test]", error.Suggestion);
    }

    [Fact]
    public void A_node_cannot_run_a_command_and_a_script()
    {
        var error = Files.Error("""
            version: 1
            name: x
            nodes:
              a:
                run: [make]
                script: make
            """);

        Assert.Equal((6, 5, "a", "conflicting_fields"), (error.Line, error.Column, error.Node, error.Code));
    }

    [Fact]
    public void A_tool_whose_name_is_no_name_is_refused()
    {
        var error = Files.Error("""
            version: 1
            name: x
            nodes:
              write: { tool: My Tool, prompt: Write the parser. }
            """);

        Assert.Equal((4, 18, "write", "unsupported_tool"), (error.Line, error.Column, error.Node, error.Code));
        Assert.StartsWith("Possible here: shell, noop, claude-code", error.Suggestion, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_version_of_the_language_is_refused()
    {
        var error = Files.Error("""
            version: 2
            name: x
            nodes:
              a: { run: [make] }
            """);

        Assert.Equal((1, 10, "unsupported_version"), (error.Line, error.Column, error.Code));
    }

    [Fact]
    public void A_file_without_version_name_and_nodes_misses_all_three()
    {
        var errors = Files.Errors("description: nothing else");

        Assert.Equal(["missing_field", "missing_field", "missing_field"], errors.Select(e => e.Code));
        Assert.Equal(
            ["Add: version: 1", "Add: name: build-with-repair", "Add: nodes: { build: { run: [make] } }"],
            errors.Select(e => e.Suggestion));
    }

    [Theory]
    [InlineData("Build", "For example: build")]
    [InlineData("run_tests", "For example: run-tests")]
    [InlineData("2nd-step", "For example: nd-step")]
    [InlineData("run", "For example: run-step")]
    public void Ids_of_nodes_follow_the_rule(string id, string suggestion)
    {
        var error = Files.Error($$"""
            version: 1
            name: x
            nodes:
              {{id}}: { run: [make] }
            """);

        Assert.Equal((4, 3, id, "invalid_id"), (error.Line, error.Column, error.Node, error.Code));
        Assert.Equal(suggestion, error.Suggestion);
    }

    [Fact]
    public void A_default_must_be_of_its_inputs_type()
    {
        var error = Files.Error("""
            version: 1
            name: x
            inputs:
              count: { type: integer, default: many }
            nodes:
              a: { run: [make] }
            """);

        Assert.Equal((4, 36, "wrong_type"), (error.Line, error.Column, error.Code));
    }

    [Fact]
    public void A_tag_that_git_would_not_take_is_refused()
    {
        var error = Files.Error("""
            version: 1
            name: x
            inputs: { repository: {} }
            nodes:
              a: { run: [make], tag: --force }
            """);

        Assert.Equal((5, 26, "a", "invalid_value"), (error.Line, error.Column, error.Node, error.Code));
    }

    [Fact]
    public void Every_mistake_of_a_file_is_told_in_its_order()
    {
        var errors = Files.Errors("""
            version: 1
            name: x
            nodes:
              build: { run: [make], timout: PT1M }
              test: { run: make, needs: biuld }
              deploy: { run: [ship, "${tst.stdout}"], needs: test }
            edges:
              - { from: deploy, to: nowhere, when: { path: exitCode, equal: 0 } }
            """);

        Assert.Equal(
            [
                (4, "unknown_field"), (5, "wrong_type"), (5, "unknown_node"), (6, "unknown_reference"),
                (8, "unknown_node"), (8, "unknown_operator"),
            ],
            errors.Where(e => e.Code != WorkflowErrorCodes.UnreachableNode).Select(e => (e.Line, e.Code)));
    }
}
