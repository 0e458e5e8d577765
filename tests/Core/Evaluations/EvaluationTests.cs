using System.Text.Json;
using Swarm.Core.Evaluations;
using Swarm.Core.Workflows;
using Swarm.Tests.Core.Workflows;

namespace Swarm.Tests.Core.Evaluations;

/// <summary>Scores, and the field 'evaluate' of workflow files.</summary>
public sealed class EvaluationTests
{
    [Theory]
    [InlineData("7", 7.0)]
    [InlineData("""{ "score": 0 }""", 0.0)]
    [InlineData("""{ "score": 10, "details": "fine", "other": 1 }""", 10.0)]
    [InlineData("""{ "score": "7" }""", null)]
    [InlineData("""{ "points": 7 }""", null)]
    [InlineData("10.1", null)]
    [InlineData("-1", null)]
    [InlineData("[7]", null)]
    public void A_score_is_a_number_from_0_to_10(string json, double? expected)
    {
        var (result, failure) = ScoreReader.Read("judge", 1, JsonElement.Parse(json));

        Assert.Equal(expected, result?.Score);
        Assert.Equal(expected is null ? "The evaluator 'judge' gave no score from 0 to 10." : null, failure);
    }

    [Theory]
    [InlineData(4, 10, 1, 3, 8.5, true)]
    [InlineData(4, 10, 3, 1, 5.5, false)]
    [InlineData(7, 7, 1, 1, 7, true)]
    public void The_scores_mean_is_weighted_and_the_threshold_is_enough(
        double one, double other, double weightOfOne, double weightOfOther, double expected, bool passed)
    {
        var evaluation = Evaluation.Of(
            [
                new EvaluatorResult { Name = "a", Weight = weightOfOne, Score = one },
                new EvaluatorResult { Name = "b", Weight = weightOfOther, Score = other },
            ],
            threshold: 7);

        Assert.Equal((expected, passed), (evaluation.Score, evaluation.Passed));
    }

    [Fact]
    public void What_the_evaluators_say_is_the_feedback()
    {
        var (result, _) = ScoreReader.Read(
            "judge",
            1,
            JsonElement.Parse("""{ "score": 3, "issues": ["No tests."], "suggestions": ["Add some."] }"""));

        Assert.Equal(
            "Its score is 3, below 7.\n- judge: No tests.\n- judge: Add some.",
            Evaluation.Of([result!], 7).Feedback());
    }

    [Fact]
    public void A_node_says_who_judges_it()
    {
        var node = Files.Valid("""
            version: 1
            name: x
            nodes:
              write:
                run: [write]
                evaluate:
                  by:
                    tests: { run: [score, "${previous.stdout}"], weight: 2 }
                    judge: { tool: gemini-cli, prompt: "Score this: ${previous.stdout}" }
                  below: retry
              use: { run: [use, "${write.score}", "${write.evaluation}"], needs: write }
            """).Nodes[0];

        var evaluation = node.Evaluation!;
        Assert.Equal(["tests 2 shell", "judge 1 gemini-cli"],
            evaluation.Evaluators.Select(e => $"{e.Node.Id} {e.Weight} {e.Node.Tool}"));
        Assert.Equal((7.0, BelowRule.Retry, 3), (evaluation.Threshold, evaluation.Below, evaluation.MaxAttempts));
        Assert.All(evaluation.Evaluators, e => Assert.Equal("write", e.Node.Previous));
    }

    [Theory]
    [InlineData("evaluate: {}", "'evaluate' has no 'by'")]
    [InlineData("evaluate: { by: [a] }", "'by' of 'evaluate' must be a map of 1 to 10 evaluators by name")]
    [InlineData("evaluate: { by: { checkpoint: { run: [x] } } }", "The evaluator 'checkpoint' must be named by")]
    [InlineData("evaluate: { by: { a: { run: [x] } }, threshold: 11 }", "'threshold' of 'evaluate' must be a number")]
    [InlineData("evaluate: { by: { a: { run: [x] } }, below: loop }", "'below' of 'evaluate' must be one of fail")]
    [InlineData("evaluate: { by: { a: { prompt: x } } }", "uses the tool 'shell', which has no 'prompt'")]
    [InlineData("evaluate: { by: { a: { run: ['${previous.score}'] } } }", "refers to 'score'")]
    [InlineData("evaluate: { by: { a: { run: ['${b.stdout}'] } } }", "refers to 'b', which is no node")]
    public void What_is_wrong_with_it_is_told(string evaluate, string expected)
    {
        var errors = Files.Errors($"version: 1\nname: x\nnodes:\n  a:\n    run: [make]\n    {evaluate}");

        var error = Assert.Single(errors, e => e.Message.Contains(expected, StringComparison.Ordinal));
        Assert.Equal(("a", 6), (error.Node, error.Line));
    }

    [Theory]
    [InlineData("checkpoint: Go?", "has 'evaluate', which belongs to work, beside 'checkpoint'")]
    [InlineData("wait: PT1M", "has 'evaluate', which belongs to work, beside 'wait'")]
    public void Only_work_is_judged(string kind, string expected)
    {
        var error = Files.Error(
            $"version: 1\nname: x\nnodes:\n  a: {{ {kind}, evaluate: {{ by: {{ b: {{ run: [x] }} }} }} }}");

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }
}
