using Swarm.Tests.EndToEnd.Programs;

namespace Swarm.Tests.EndToEnd.WrongInput;

/// <summary>A wrong workflow file is refused with line, column, node and a suggestion, and nothing is stored.</summary>
public sealed class WrongInputTests(SwarmUnderTest swarm) : IClassFixture<SwarmUnderTest>
{
    private const string Head = "version: 1\nname: wrong\npattern: graph\nnodes:\n";

    public static TheoryData<string, string, string> WrongFiles => new()
    {
        {
            "an unknown node",
            "  build: { run: [echo, a] }\n  test: { run: [echo, b] }\nedges:\n  - { from: build, to: tset }\n",
            @":8:\d+: error.*tset(.|\n)*test"
        },
        {
            "a cycle without a loop edge",
            "  a: { run: [echo, a] }\n  b: { run: [echo, b] }\n"
            + "edges:\n  - { from: a, to: b }\n  - { from: b, to: a }\n",
            @":\d+:\d+: error.*(a|b)(.|\n)*loop"
        },
        {
            "a bad condition",
            "  a: { run: [echo, a] }\n  b: { run: [echo, b] }\nedges:\n"
            + "  - { from: a, to: b, when: { path: exitCode, equal: 0 } }\n",
            @":8:\d+: error.*equal(.|\n)*equals"
        },
        {
            "a wrong type",
            "  a: { run: [echo, a], timeout: soon }\n",
            @":5:\d+: error \[a\].*soon"
        },
        {
            "a reference to nothing",
            "  a: { run: [echo, a] }\n  b: { run: [echo, b], needs: [a], input: { text: \"${c.stdout}\" } }\n",
            @":6:\d+: error \[b\].*c"
        },
    };

    [Theory]
    [MemberData(nameof(WrongFiles))]
    public async Task A_wrong_file_is_refused_with_exit_code_2_and_nothing_is_stored(
        string what, string rest, string told)
    {
        var file = swarm.CommandLine.WriteFile("wrong.yaml", Head + rest);
        var before = await swarm.CountWorkflowsAsync();

        var validated = await swarm.CommandLine.RunAsync("workflows", "validate", file);
        var run = await swarm.CommandLine.RunAsync("run", file);

        Assert.True(validated.ExitCode == 2, $"{what}: {validated}");
        Assert.True(run.ExitCode == 2, $"{what}: {run}");
        Assert.Matches(told, validated.Error);
        Assert.Equal(validated.Error, run.Error);
        Assert.Equal(before, await swarm.CountWorkflowsAsync());
    }

    [Fact]
    public async Task A_missing_input_is_refused_with_exit_code_2_and_names_it()
    {
        var file = swarm.CommandLine.WriteFile(
            "inputs.yaml",
            "version: 1\nname: inputs\npattern: graph\ninputs:\n  repository: { type: string }\n"
            + "nodes:\n  a: { run: [echo, a] }\n");

        var (exitCode, _, error) = await swarm.CommandLine.RunAsync("run", file);

        Assert.Equal(2, exitCode);
        Assert.Contains("repository", error);
    }
}
