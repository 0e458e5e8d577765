using Swarm.Contracts.WorkItems;

namespace Swarm.Tests.WorkerAgent.Kit;

/// <summary>Work items as a control plane would hand them out.</summary>
public static class WorkItems
{
    public const string RunId = "01jrun";

    public static WorkItem Script(string script, string node = "build", long token = 1) =>
        Shell(new ShellWork { Script = script }, node, token);

    public static WorkItem Command(string[] command, string node = "build") =>
        Shell(new ShellWork { Run = command }, node);

    public static WorkItem Shell(ShellWork shell, string node = "build", long token = 1) =>
        Empty(node, token) with { Tool = "shell", Shell = shell };

    public static WorkItem Noop(string node = "build", long token = 1) => Empty(node, token) with { Tool = "noop" };

    private static WorkItem Empty(string node, long token) => new()
    {
        Id = $"{RunId}~1~{node}~1~1",
        RunId = RunId,
        Node = node,
        Iteration = 1,
        Attempt = 1,
        Token = token,
        LeaseEndsAt = DateTimeOffset.UnixEpoch,
        Tool = "",
        Timeout = TimeSpan.FromMinutes(5),
    };
}
