using Swarm.Contracts.Statuses;
using Swarm.Contracts.WorkItems;
using Swarm.Tests.Shared;
using Swarm.Tests.WorkerAgent.Kit;
using Swarm.WorkerAgent.Settings;

namespace Swarm.Tests.WorkerAgent.Agents;

/// <summary>Work that is asked in words, through a whole agent.</summary>
public sealed class PromptWorkTests : AgentTest
{
    [Fact]
    public async Task What_a_tool_changed_is_committed_and_its_answer_and_usage_are_reported()
    {
        var repository = await TestRepository.CreateAsync(Folder.At("repository"));
        await using var agent = Start("cat > prompt.txt; echo '{\"say\":\"Written.\",\"tokens\":12}'");
        var item = Ask("Write it.") with
        {
            Git = new GitWork { Repository = repository.Path, Branch = "swarm/run/01jrun", CommitMessage = "By it" },
        };

        Plane.Offer(item);
        var (_, report) = await Plane.Reports.FirstAsync(_ => true);

        Assert.Equal((WorkItemOutcome.Completed, "Written."), (report.Outcome, report.Stdout));
        Assert.Equal(12, report.Usage!.OutputTokens);
        Assert.Equal("Write it.", await repository.ShowAsync(report.Commit!, "prompt.txt"));
    }

    [Fact]
    public async Task Secrets_are_taken_out_of_answer_log_and_reason()
    {
        await using var agent = Start("echo \"{\\\"say\\\":\\\"$LAB_TOKEN\\\"}\"; echo \"$LAB_TOKEN\" >&2; exit 1");
        var item = Ask("Tell me.");
        item.Ai!.Environment = new Dictionary<string, string> { ["LAB_TOKEN"] = "p8sswörd-of-the-lab" };

        Plane.Offer(item);
        var (_, report) = await Plane.Reports.FirstAsync(_ => true);

        Assert.Equal(WorkItemOutcome.Failed, report.Outcome);
        var told = report.Stdout + report.Stderr + report.Reason
            + string.Concat(Plane.LogOf(item.Id, 1).Select(line => line.Text));
        Assert.DoesNotContain("of-the-lab", told, StringComparison.Ordinal);
        Assert.Contains("[redacted]", report.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Heartbeats_tell_the_tools_that_were_found_and_polls_ask_for_them()
    {
        await using var agent = Start("echo '{\"say\":\"ok\"}'");

        var beat = await Plane.Heartbeats.FirstAsync(heartbeat => heartbeat.Tools!.Contains("lab"));

        var state = beat.ToolStates!.Single(tool => tool.Name == "lab");
        Assert.Equal((true, "7.1"), (state.Healthy, state.Version));
    }

    [Fact]
    public async Task Work_for_a_tool_that_is_not_offered_is_refused_with_a_reason()
    {
        await using var agent = Start("exit 0");

        Plane.Offer(Ask("Do it.") with { Tool = "unheard-of" });
        var (_, report) = await Plane.Reports.FirstAsync(_ => true);

        Assert.Equal(WorkItemOutcome.Refused, report.Outcome);
        Assert.Contains("does not offer 'unheard-of'", report.Reason, StringComparison.Ordinal);
    }

    private static WorkItem Ask(string prompt) =>
        WorkItems.Noop("ask") with { Tool = "lab", Ai = new AiWork { Prompt = prompt } };

    private RunningAgent Start(string script)
    {
        var program = Folder.At("lab.sh");
        ProgramFile.Write(program, $"#!/bin/sh\n[ \"$1\" = --version ] && echo 'lab 7.1' && exit 0\n{script}\n");
        var file = Folder.At("tools.yaml");
        const string output = "output: jsonl, result: say, usage: { outputTokens: tokens }";
        File.WriteAllText(file, $"lab: {{ type: command, command: [{program}], {output} }}");
        return RunningAgent.Start(RunningAgent.Options(Plane.Url, Folder.At("data")) with
        {
            Tools = ["shell", "lab"],
            ToolSettings = ConfigNode.Load(file),
        });
    }
}
