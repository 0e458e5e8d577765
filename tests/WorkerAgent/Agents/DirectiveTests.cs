using Swarm.Contracts.WorkItems;
using Swarm.WorkerAgent.Execution;

namespace Swarm.Tests.WorkerAgent.Agents;

/// <summary>What people have said to the run is handed to the work.</summary>
public sealed class DirectiveTests
{
    private static readonly WorkItem s_item = new()
    {
        Id = "one",
        RunId = "run",
        Node = "node",
        Iteration = 1,
        Attempt = 1,
        Token = 1,
        LeaseEndsAt = DateTimeOffset.UnixEpoch,
        Tool = "any",
        Timeout = TimeSpan.FromMinutes(1),
        Shell = new ShellWork { Run = ["make"], Environment = new Dictionary<string, string> { ["A"] = "1" } },
        Ai = new AiWork { Prompt = "Build it.", Environment = new Dictionary<string, string>() },
    };

    [Fact]
    public void A_command_finds_them_in_a_variable_and_a_tool_behind_its_prompt()
    {
        var item = WorkDirectives.Apply(s_item with { Directives = ["Use tabs.", "No goto."] });

        Assert.Equal("Use tabs.\n\nNo goto.", item.Shell!.Environment["SWARM_DIRECTIVES"]);
        Assert.Equal("1", item.Shell.Environment["A"]);
        Assert.StartsWith("Build it.\n\n", item.Ai!.Prompt, StringComparison.Ordinal);
        Assert.EndsWith("\n\nUse tabs.\n\nNo goto.", item.Ai.Prompt, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_any_the_work_stays_as_it_is() => Assert.Same(s_item, WorkDirectives.Apply(s_item));
}
