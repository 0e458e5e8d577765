using Swarm.Contracts.Clarifications;
using Swarm.Core.Workflows;

namespace Swarm.Tests.Core.Workflows;

/// <summary>How long a node's questions wait, and what becomes of those that nobody answers.</summary>
public sealed class QuestionPolicyTests
{
    [Fact]
    public void A_node_changes_the_defaults_field_by_field()
    {
        var nodes = Files.Valid("""
            version: 1
            name: x
            defaults: { questions: { expiresAfter: P3D, onExpiry: proceed } }
            nodes:
              a: { run: [make], needs: [] }
              b: { run: [make], needs: [], questions: { expiresAfter: PT2H } }
              c: { run: [make], needs: [], questions: { onExpiry: fail } }
            """).Nodes;

        Assert.Equal(
            [
                new QuestionPolicy { ExpiresAfter = TimeSpan.FromDays(3), OnExpiry = ClarificationExpiry.Proceed },
                new QuestionPolicy { ExpiresAfter = TimeSpan.FromHours(2), OnExpiry = ClarificationExpiry.Proceed },
                new QuestionPolicy { ExpiresAfter = TimeSpan.FromDays(3), OnExpiry = ClarificationExpiry.Fail },
            ],
            nodes.Select(node => node.Questions));
    }

    [Fact]
    public void Without_a_word_about_it_the_configuration_decides()
    {
        Assert.Null(Files.Valid("""
            version: 1
            name: x
            nodes:
              a: { run: [make] }
            """).Nodes[0].Questions);
    }

    [Theory]
    [InlineData("{ expiresAfter: PT0.1S }", "5:32")]
    [InlineData("{ expiresAfter: P91D }", "5:32")]
    [InlineData("{ onExpiry: approve }", "5:28")]
    [InlineData("{ expires: PT1H }", "5:18")]
    [InlineData("PT1H", "5:16")]
    public void What_it_cannot_be_is_told_with_its_place(string questions, string place)
    {
        var error = Assert.Single(Files.Errors($"""
            version: 1
            name: x
            nodes:
              a:
                questions: {questions}
                run: [make]
            """));

        Assert.Equal(place, $"{error.Line}:{error.Column}");
        Assert.Equal("a", error.Node);
    }

    [Fact]
    public void A_node_that_is_no_work_asks_nothing()
    {
        var error = Assert.Single(Files.Errors("""
            version: 1
            name: x
            nodes:
              a: { wait: PT1S, questions: { onExpiry: fail } }
            """));

        Assert.Contains("'questions'", error.Message, StringComparison.Ordinal);
    }
}
