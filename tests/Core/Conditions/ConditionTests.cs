using System.Text.Json;
using Swarm.Core.Conditions;

namespace Swarm.Tests.Core.Conditions;

public class ConditionTests
{
    private const string Output = """
        {
          "exitCode": 1, "ratio": 0.5, "stdout": "3 failed", "tags": ["a", 2], "deep": { "list": [{ "n": 7 }] },
          "none": null
        }
        """;

    [Theory]
    [InlineData("exitCode", ComparisonOperator.EqualTo, "1", true)]
    [InlineData("exitCode", ComparisonOperator.EqualTo, "1.0", true)]
    [InlineData("exitCode", ComparisonOperator.EqualTo, "\"1\"", false)]
    [InlineData("exitCode", ComparisonOperator.NotEqualTo, "0", true)]
    [InlineData("missing", ComparisonOperator.EqualTo, "0", false)]
    [InlineData("missing", ComparisonOperator.NotEqualTo, "0", true)]
    [InlineData("missing", ComparisonOperator.GreaterThan, "0", false)]
    [InlineData("ratio", ComparisonOperator.GreaterThan, "0.4", true)]
    [InlineData("ratio", ComparisonOperator.GreaterOrEqual, "0.5", true)]
    [InlineData("ratio", ComparisonOperator.LessThan, "0.5", false)]
    [InlineData("ratio", ComparisonOperator.LessOrEqual, "0.5", true)]
    [InlineData("stdout", ComparisonOperator.GreaterThan, "2", false)]
    [InlineData("stdout", ComparisonOperator.GreaterThan, "\"2\"", true)]
    [InlineData("stdout", ComparisonOperator.Contains, "\"fail\"", true)]
    [InlineData("tags", ComparisonOperator.Contains, "2", true)]
    [InlineData("tags", ComparisonOperator.Contains, "\"2\"", false)]
    [InlineData("stdout", ComparisonOperator.Matches, "\"^[0-9]+ failed$\"", true)]
    [InlineData("stdout", ComparisonOperator.Matches, "\"^failed\"", false)]
    [InlineData("exitCode", ComparisonOperator.Matches, "\"1\"", false)]
    [InlineData("none", ComparisonOperator.Exists, "true", true)]
    [InlineData("missing", ComparisonOperator.Exists, "true", false)]
    [InlineData("missing", ComparisonOperator.Exists, "false", true)]
    [InlineData("exitCode", ComparisonOperator.In, "[0, 1]", true)]
    [InlineData("exitCode", ComparisonOperator.In, "[2, \"1\"]", false)]
    [InlineData("deep.list[0].n", ComparisonOperator.EqualTo, "7", true)]
    [InlineData("deep.list.0.n", ComparisonOperator.EqualTo, "7", true)]
    [InlineData("deep.list[1].n", ComparisonOperator.Exists, "true", false)]
    [InlineData("status", ComparisonOperator.EqualTo, "\"completed\"", true)]
    [InlineData("error", ComparisonOperator.Exists, "false", true)]
    public void Each_operator_compares_as_told(string path, ComparisonOperator comparison, string value, bool expected)
    {
        var condition = new Comparison(path, comparison, JsonElement.Parse(value));

        Assert.Equal(expected, ConditionEvaluator.Holds(condition, Result()));
    }

    [Fact]
    public void And_or_and_not_combine()
    {
        var yes = new Comparison("exitCode", ComparisonOperator.EqualTo, JsonElement.Parse("1"));
        var no = new Negation(yes);

        Assert.True(ConditionEvaluator.Holds(new AllOf([yes, yes]), Result()));
        Assert.False(ConditionEvaluator.Holds(new AllOf([yes, no]), Result()));
        Assert.True(ConditionEvaluator.Holds(new AnyOf([no, yes]), Result()));
        Assert.False(ConditionEvaluator.Holds(new AnyOf([no, no]), Result()));
    }

    [Fact]
    public void A_failed_node_tells_its_status_and_why()
    {
        var failed = Result() with { Failed = true, Reason = "exit code 2" };

        Assert.True(ConditionEvaluator.Holds(
            new Comparison("status", ComparisonOperator.EqualTo, JsonElement.Parse("\"failed\"")), failed));
        Assert.True(ConditionEvaluator.Holds(
            new Comparison("error", ComparisonOperator.Contains, JsonElement.Parse("\"code 2\"")), failed));
    }

    [Fact]
    public void A_hostile_pattern_takes_linear_time()
    {
        var text = JsonElement.Parse($"{{ \"stdout\": \"{new string('a', 60_000)}!\" }}");
        var condition = new Comparison("stdout", ComparisonOperator.Matches, JsonElement.Parse("\"^(a+)+$\""));

        Assert.False(ConditionEvaluator.Holds(condition, new NodeResult(text, Failed: false, Reason: null)));
    }

    private static NodeResult Result() => new(JsonElement.Parse(Output), Failed: false, Reason: null);
}
