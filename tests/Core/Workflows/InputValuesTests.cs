using System.Text.Json;
using Swarm.Core.Workflows;

namespace Swarm.Tests.Core.Workflows;

public class InputValuesTests
{
    private static readonly WorkflowDefinition Workflow = Files.Valid("""
        version: 1
        name: inputs
        inputs:
          repository: { type: string }
          count: { type: integer, default: 3 }
          note: { type: string, required: false }
        nodes:
          a: { run: [echo, "${inputs.repository}"] }
        """);

    [Fact]
    public void Defaults_are_filled_in()
    {
        var inputs = InputValues.Of(Workflow, Given("""{ "repository": "/src" }"""));

        Assert.True(inputs.IsValid);
        Assert.Equal(["repository", "count"], inputs.Values.Keys);
        Assert.Equal(3, inputs.Values["count"].GetInt32());
    }

    [Fact]
    public void What_is_missing_unknown_or_of_another_type_is_told()
    {
        var inputs = InputValues.Of(Workflow, Given("""{ "count": "many", "repositry": "/src" }"""));

        Assert.Equal(["The input 'repository' (string) is missing."], inputs.Errors["/inputs/repository"]);
        Assert.Equal(["The input 'count' must be of type integer."], inputs.Errors["/inputs/count"]);
        Assert.Equal(
            ["The workflow has no input 'repositry'. Did you mean 'repository'?"], inputs.Errors["/inputs/repositry"]);
    }

    private static Dictionary<string, JsonElement> Given(string json) =>
        JsonElement.Parse(json).EnumerateObject().ToDictionary(p => p.Name, p => p.Value);
}
