namespace Swarm.Tests.Core.Workflows;

public class InvalidReferenceTests
{
    [Theory]
    [InlineData("${tset.stdout}", "unknown_reference", "Did you mean 'test'?")]
    [InlineData("${test.stdoot}", "unknown_reference", "Did you mean 'stdout'?")]
    [InlineData("${inputs.repositry}", "unknown_reference", "Did you mean 'repository'?")]
    [InlineData("${run.numer}", "unknown_reference", "Did you mean 'run.number'?")]
    [InlineData("${HOME}", "unknown_reference", "Write $${ for the two characters themselves.")]
    [InlineData("${deploy.stdout}", "reference_not_upstream", "Add: needs: [deploy]")]
    [InlineData("${fix.stdout}", "reference_not_upstream", null)]
    [InlineData("${review.stdout}", "reference_not_upstream", "Add: needs: [review]")]
    [InlineData("${test.stdout", "invalid_reference", "Write $${ for the two characters themselves.")]
    [InlineData("${test stdout}", "invalid_reference", "Write $${ for the two characters themselves.")]
    [InlineData("${}", "invalid_reference", "Write $${ for the two characters themselves.")]
    public void A_reference_to_nothing_is_refused(string reference, string code, string? suggestion)
    {
        var error = Files.Error(Files.Repair.Replace("${test.stdout}", reference, StringComparison.Ordinal));

        Assert.Equal((11, 90, "fix", code), (error.Line, error.Column, error.Node, error.Code));
        Assert.Equal("/nodes/fix/input/failures", error.Pointer);
        Assert.Equal(suggestion, error.Suggestion);
    }

    [Fact]
    public void A_reference_in_a_script_is_refused()
    {
        var error = Files.Error("""
            version: 1
            name: x
            nodes:
              run-tests: { run: [make, test] }
              report:
                needs: run-tests
                script: echo "${run-tests.stdout}"
            """);

        Assert.Equal((7, 13, "report", "reference_in_shell_text"), (error.Line, error.Column, error.Node, error.Code));
        Assert.Equal(
            "Add input: { stdout: \"${run-tests.stdout}\" } and read $SWARM_INPUT_STDOUT.", error.Suggestion);
    }

    [Fact]
    public void A_reference_in_a_program_text_for_a_shell_is_refused()
    {
        var error = Files.Error("""
            version: 1
            name: x
            inputs: { branch: { type: string } }
            nodes:
              a: { run: [bash, -c, "git checkout ${inputs.branch}"] }
            """);

        Assert.Equal((5, 24, "a", "reference_in_shell_text"), (error.Line, error.Column, error.Node, error.Code));
    }

    [Fact]
    public void Defaults_cannot_refer_to_nodes()
    {
        var error = Files.Error("""
            version: 1
            name: x
            defaults: { env: { RESULT: "${a.stdout}" } }
            nodes:
              a: { run: [a] }
            """);

        Assert.Equal((3, 28, "reference_not_upstream"), (error.Line, error.Column, error.Code));
    }
}
