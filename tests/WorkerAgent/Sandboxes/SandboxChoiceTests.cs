using Swarm.Tests.WorkerAgent.Kit;
using Swarm.WorkerAgent.Policies;
using Swarm.WorkerAgent.Processes;
using Swarm.WorkerAgent.Sandboxes;
using Swarm.WorkerAgent.Tools;

namespace Swarm.Tests.WorkerAgent.Sandboxes;

public sealed class SandboxChoiceTests : IDisposable
{
    private readonly TestFolder folder = new();
    private readonly ShellTool shell = new([], new CommandRunner(TimeProvider.System));

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_container_without_an_image_is_a_problem_that_is_told()
    {
        var policy = new OwnerPolicy { Sandbox = SandboxWish.Container };

        var choice = SandboxChoice.Find(new SandboxRules(policy, folder.Path, folder.Path), TimeProvider.System);

        Assert.False(choice.IsReal);
        Assert.Contains("sandbox.image", choice.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_a_sandbox_is_demanded_and_missing_commands_are_refused_and_models_are_not()
    {
        var gate = Gate(new OwnerPolicy { Sandbox = SandboxWish.Required });

        Assert.Contains("sandbox.kind", gate.CheckTool(shell)!.Reason, StringComparison.Ordinal);
        Assert.Null(gate.CheckTool(new FakeTool("model")));
    }

    [Fact]
    public void Where_the_network_is_denied_and_nothing_can_deny_it_commands_are_refused()
    {
        Assert.Contains(
            "(network)",
            Gate(new OwnerPolicy { Sandbox = SandboxWish.Auto, Network = [] }).CheckTool(shell)!.Reason,
            StringComparison.Ordinal);
        Assert.Null(Gate(new OwnerPolicy { Sandbox = SandboxWish.Auto }).CheckTool(shell));
    }

    private PolicyGate Gate(OwnerPolicy policy) => new(
        policy,
        new SandboxChoice(new NoSandbox(), "There is none."),
        new CostLedger(folder.At("costs")),
        TimeProvider.System);
}
