using Swarm.Contracts.WorkItems;
using Swarm.WorkerAgent.Sandboxes;
using Swarm.WorkerAgent.Tools;

namespace Swarm.WorkerAgent.Policies;

/// <summary>Holds work against the owner's policy: before a tool is offered, and again before work begins.</summary>
internal sealed class PolicyGate(
    OwnerPolicy policy, SandboxChoice sandbox, CostLedger costs, TimeProvider time)
{
    public OwnerPolicy Policy => policy;

    /// <summary>Why a tool may not work now; null if it may.</summary>
    public Refusal? CheckTool(ITool tool)
    {
        var now = time.GetUtcNow();
        if (policy.Tools.WhyNot(tool.Name) is { } reason)
        {
            return Refuse($"{reason} (tools)");
        }

        if (tool.Capabilities.RunsCommands && FindSandboxRefusal(tool.Name) is { } missing)
        {
            return missing;
        }

        if (!policy.Hours.AreOpen(now))
        {
            return Refuse("this machine does not work at this hour (hours)", policy.Hours.NextOpening(now));
        }

        return tool.Capabilities.TakesPrompts && Left(now) <= 0
            ? Refuse(
                $"the day's budget of {policy.Limits.CostPerDayUsd} USD is spent (limits.cost-per-day)",
                policy.Hours.NextDay(now))
            : null;
    }

    /// <summary>Why a work item may not be done here; null if it may.</summary>
    public Refusal? Check(WorkItem item, ITool tool) =>
        CheckTool(tool) ?? CheckRepository(item.Git) ?? CheckCommand(item.Shell) ?? CheckEnvironment(item);

    /// <summary>The work item within the owner's limits, which are never wider than its own.</summary>
    public WorkItem Narrow(WorkItem item, ITool tool)
    {
        var timeLimit = policy.Limits.Time is { } longest && longest < item.Timeout ? longest : item.Timeout;
        var left = Left(time.GetUtcNow());
        return item with
        {
            Timeout = timeLimit,
            Ai = item.Ai is { } ai && left is { } budget && tool.Capabilities.CostLimit
                ? ai with { CostLimitUsd = Math.Min(ai.CostLimitUsd ?? budget, budget) }
                : item.Ai,
        };
    }

    /// <summary>Remembers what work has cost.</summary>
    public void Book(ToolUsage? usage)
    {
        if (usage?.CostUsd is > 0 and { } cost && policy.Limits.CostPerDayUsd is not null)
        {
            costs.Add(policy.Hours.DayOf(time.GetUtcNow()), cost);
        }
    }

    private Refusal? FindSandboxRefusal(string tool)
    {
        if (sandbox.IsReal)
        {
            return null;
        }

        if (policy.Sandbox is not (SandboxWish.Off or SandboxWish.Auto))
        {
            return Refuse($"commands need a sandbox and there is none (sandbox.kind). {sandbox.Problem}".TrimEnd());
        }

        return policy.AllowsNetwork(tool)
            ? null
            : Refuse($"'{tool}' may not use the network, and nothing here can keep it from that (network)");
    }

    private decimal? Left(DateTimeOffset now) =>
        policy.Limits.CostPerDayUsd - costs.SpentOn(policy.Hours.DayOf(now));

    private Refusal? CheckRepository(GitWork? git)
    {
        if (git is null)
        {
            return null;
        }

        // A link must not lead around the owner's list.
        var place = Path.IsPathRooted(git.Repository) ? RealPath.Of(git.Repository) : git.Repository;
        return policy.Repositories.WhyNot(place) is { } reason
            ? Refuse($"the repository {reason} (repositories)")
            : null;
    }

    private Refusal? CheckCommand(ShellWork? shell) =>
        shell is not null && policy.Commands.WhyNot(shell) is { } reason ? Refuse(reason) : null;

    private Refusal? CheckEnvironment(WorkItem item)
    {
        var names = (item.Shell?.Environment.Keys ?? []).Concat(item.Ai?.Environment.Keys ?? []);
        var reason = names.Select(policy.Environment.WhyNot).FirstOrDefault(why => why is not null);
        return reason is null ? null : Refuse($"the variable {reason} (environment)");
    }

    private static Refusal Refuse(string reason, DateTimeOffset? until = null) =>
        new($"The owner of this worker does not allow it: {reason}.", until);
}
