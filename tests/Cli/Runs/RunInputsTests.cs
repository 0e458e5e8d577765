using Swarm.Cli;
using Swarm.Cli.Runs;

namespace Swarm.Tests.Cli.Runs;

public sealed class RunInputsTests
{
    [Theory]
    [InlineData("name=text", "name", "\"text\"")]
    [InlineData("name=", "name", "\"\"")]
    [InlineData("name=a \"b\"", "name", "\"a \\u0022b\\u0022\"")]
    [InlineData("count:=3", "count", "3")]
    [InlineData("list:=[1,2]", "list", "[1,2]")]
    [InlineData("address=http://host/a=b", "address", "\"http://host/a=b\"")]
    public void An_input_is_a_name_and_a_text_or_json(string argument, string name, string json)
    {
        var input = Assert.Single(RunInputs.Parse([argument]).Inputs);

        Assert.Equal(name, input.Key);
        Assert.Equal(json, input.Value.GetRawText());
    }

    [Theory]
    [InlineData("name")]
    [InlineData("=text")]
    [InlineData(":=3")]
    [InlineData("name:={")]
    public void What_is_none_is_refused_as_wrong_input(string argument)
    {
        var refused = Assert.Throws<CliException>(() => RunInputs.Parse([argument]));

        Assert.Equal(2, refused.ExitCode);
    }

    [Fact]
    public void The_same_input_twice_is_refused() =>
        Assert.Throws<CliException>(() => RunInputs.Parse(["a=1", "a=2"]));

    [Fact]
    public void A_path_relative_to_here_becomes_a_full_path()
    {
        var value = RunInputs.Parse(["repository=./work"]).Inputs["repository"].GetString();

        Assert.Equal(Path.GetFullPath("work"), value);
    }
}
