using Swarm.Tests.WorkerAgent.Kit;

namespace Swarm.Tests.WorkerAgent.Agents;

/// <summary>An agent for one work item: it does that and leaves.</summary>
public sealed class EphemeralTests : AgentTest
{
    [Fact]
    public async Task It_does_one_work_item_signs_off_and_ends()
    {
        Plane.Offer(WorkItems.Script("echo one", "one"));
        Plane.Offer(WorkItems.Script("echo two", "two"));
        await using var agent = AgentProcess.Start(
            Plane.Url, Folder.At("data"), "--tools", "shell", "--slots", "4", "--ephemeral");

        var exitCode = await agent.WaitForExitCodeAsync();

        Assert.Equal(0, exitCode);
        Assert.Equal("01jrun~1~one~1~1", Assert.Single(Plane.Reports.Seen).Id);
        Assert.Single(Plane.Claims.Seen);
        Assert.Single(Plane.SignOffs.Seen);
    }

    [Fact]
    public async Task A_pointer_to_nothing_is_no_work_item()
    {
        var gone = WorkItems.Script("echo gone", "gone");
        Plane.Offer(gone);
        Plane.Withdraw(gone);
        Plane.Offer(WorkItems.Script("echo here", "here"));
        await using var agent = RunningAgent.Start(
            RunningAgent.Options(Plane.Url, Folder.At("data")) with { IsEphemeral = true });

        await agent.Completion.WaitAsync(TimeSpan.FromSeconds(60));

        Assert.Equal("01jrun~1~here~1~1", Assert.Single(Plane.Reports.Seen).Id);
    }
}
