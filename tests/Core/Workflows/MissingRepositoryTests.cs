namespace Swarm.Tests.Core.Workflows;

public class MissingRepositoryTests
{
    [Theory]
    [InlineData("commit: Add it")]
    [InlineData("merge: main")]
    [InlineData("tag: v1")]
    public void Work_in_git_without_a_repository_is_refused(string field)
    {
        var error = Files.Error($"""
            version: 1
            name: x
            nodes:
              a:
                run: [make]
                {field}
            """);

        Assert.Equal((6, 5, "a", "missing_repository"), (error.Line, error.Column, error.Node, error.Code));
        Assert.Equal("Add: inputs: { repository: { type: string } }", error.Suggestion);
    }
}
