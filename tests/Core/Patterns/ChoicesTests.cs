using System.Text.Json;
using Swarm.Core.Patterns;
using Swarm.Core.Workflows;

namespace Swarm.Tests.Core.Patterns;

public class ChoicesTests
{
    [Fact]
    public void Most_votes_win_and_of_equals_the_first_in_the_file()
    {
        Assert.Equal("b", Vote(("a", "1"), ("b", "2"), ("c", "2")).Winner);
        Assert.Equal("a", Vote(("a", "1"), ("b", "2")).Winner);
        Assert.Equal("a", Vote(("a", "1"), ("b", "2"), ("c", "2"), ("d", "1")).Winner);
    }

    [Theory]
    [InlineData("\"Yes, it is.\"", "\" yes,  IT is.\\n\"", true)]
    [InlineData("\"yes\"", "\"no\"", false)]
    [InlineData("1", "1.0", true)]
    [InlineData("1", "\"1\"", true)]
    [InlineData("{\"a\":1,\"b\":\"X\"}", "{\"b\":\"x\",\"a\":1.00}", true)]
    [InlineData("[\"a\",\"b\"]", "[\"b\",\"a\"]", false)]
    [InlineData("[\"ab\",\"\"]", "[\"a\",\"b\"]", false)]
    [InlineData("true", "false", false)]
    public void Votes_are_compared_by_what_they_mean(string one, string other, bool isSame) =>
        Assert.Equal(
            isSame, Choices.Normalize(JsonElement.Parse(one)) == Choices.Normalize(JsonElement.Parse(other)));

    [Fact]
    public void Who_lacks_the_field_has_no_vote()
    {
        var mixture = new MixtureDefinition { Path = "value.answer" };
        Answer[] answers =
        [
            new("a", JsonElement.Parse("{}")), new("b", JsonElement.Parse("""{ "value": { "answer": 7 } }""")),
        ];

        var choice = Choices.Of(mixture, answers);

        Assert.Equal("b", choice.Winner);
        Assert.Equal(["b"], choice.Votes.Keys);
        Assert.Contains("value.answer", Choices.Of(mixture, answers[..1]).Failure, StringComparison.Ordinal);
    }

    [Fact]
    public void The_highest_score_wins_and_texts_are_no_scores()
    {
        var mixture = new MixtureDefinition { Rule = MixtureRule.Best, Path = "score" };
        Answer[] answers =
        [
            new("a", JsonElement.Parse("""{ "score": "10" }""")), new("b", JsonElement.Parse("""{ "score": -3 }""")),
            new("c", JsonElement.Parse("""{ "score": -2.5 }""")), new("d", JsonElement.Parse("""{ "score": -2.5 }""")),
        ];

        Assert.Equal("c", Choices.Of(mixture, answers).Winner);
        Assert.NotNull(Choices.Of(mixture, answers[..1]).Failure);
    }

    private static Choice Vote(params (string Expert, string Value)[] votes) => Choices.Of(
        new MixtureDefinition(), [.. votes.Select(vote => new Answer(vote.Expert, JsonElement.Parse(vote.Value)))]);
}
