using Swarm.Contracts.WorkItems;
using Swarm.Core.References;
using Swarm.Core.Workflows;
using Swarm.Functions.Checkpoints;
using Swarm.Functions.Content;
using Swarm.Functions.Orchestrations;
using Swarm.Functions.Runs;
using Swarm.Functions.Scopes;
using Swarm.Functions.WorkItems;

namespace Swarm.Functions.Activities;

/// <summary>Makes a work item of a node: fills in its references and says where in git it works.</summary>
public sealed class NodeDispatch(
    NodeContexts contexts,
    ContentLookup content,
    WorkItemPacking packing,
    WorkItemDispatch dispatch,
    CheckpointRequesting checkpoints)
{
    public async Task<WorkDispatched> DispatchAsync(NodeAttempt attempt, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        var node = attempt.Node;

        // What is tried again has begun. Work that can be withdrawn is held back where it is stored: it may be there.
        if (!node.WithdrawsWork
            && attempt.Counted() == 1
            && await checkpoints.FindAsync(node, cancellation) is { } opened)
        {
            return WorkDispatched.HeldBy(opened);
        }

        var context = await contexts.ReadAsync(node, cancellation, attempt.Feedback);
        var resolution = await content.ResolveAsync(
            context.References, scope => ReferenceResolver.Resolve(context.Node, scope), cancellation);
        if (resolution.Node is not { } resolved)
        {
            return new WorkDispatched(null, resolution.Failure);
        }

        var repository = context.Scope.Repository();
        if (repository is null && (resolved.Commit ?? resolved.Merge ?? resolved.Tag) is not null)
        {
            return new WorkDispatched(
                null,
                $"Node '{node.Node}' is to commit, merge or tag, but the run has no repository. Declare the input "
                + $"'{InputNames.Repository}' in the workflow and give its path or URL.");
        }

        var spec = await packing.PackAsync(ToSpec(attempt, context, resolved), cancellation);
        return await dispatch.DispatchAsync(spec, cancellation);
    }

    private static WorkItemSpec ToSpec(NodeAttempt attempt, NodeContext context, ResolvedNode resolved)
    {
        var (node, definition) = (attempt.Node, context.Node);
        var environment = WithRunFacts(resolved.Environment, context.Scope.Run, node);
        return new WorkItemSpec
        {
            Id = attempt.WorkItemId(),
            RunId = node.Run.RunId,
            Node = node.Path(),
            Iteration = node.PathIteration(),
            Attempt = attempt.Counted(),
            RunAttempt = node.Run.Attempt,
            Tool = definition.Tool,
            Priority = definition.Priority,
            Placement = definition.Placement,
            User = context.Scope.Run.User,
            Timeout = definition.Timeout,
            QueueTimeout = definition.QueueTimeout,
            Questions = definition.Questions,
            Shell = resolved.Run is null && resolved.Script is null ? null : new ShellWork
            {
                Run = resolved.Run,
                Script = resolved.Script,
                Accept = definition.Accept,
                Environment = environment,
            },
            Ai = ToAi(definition.Ai, resolved, environment),
            Inputs = resolved.Files,
            Git = ToGit(context.Scope, resolved),
            InstanceId = node.InstanceId(),
            CanLoseLocks = node.WithdrawsWork,
            YieldsToPause = node is { WithdrawsWork: true, HasLocks: true },
            YieldsToCheckpoint = node is { WithdrawsWork: true, IsCompensation: false } && attempt.Counted() == 1,
        };
    }

    private static AiWork? ToAi(
        AiSettings? settings, ResolvedNode resolved, IReadOnlyDictionary<string, string> environment) =>
        resolved.Prompt is null ? null : new AiWork
        {
            Prompt = resolved.Prompt,
            Instructions = resolved.Instructions,
            Model = settings?.Model,
            Session = settings?.Session,
            AllowedTools = settings?.AllowedTools ?? [],
            MaxTurns = settings?.MaxTurns,
            CostLimitUsd = settings?.MaxCostUsd,
            OutputSchema = settings?.Schema?.GetRawText(),
            Environment = environment,
        };

    private static GitWork? ToGit(Scope scope, ResolvedNode resolved) =>
        scope.Repository() is not { } repository ? null : new GitWork
        {
            Repository = repository,
            Base = scope.Base(),
            Branch = RunDocument.BranchOf(scope.Run.Id),
            CommitMessage = resolved.Commit,
            MergeInto = resolved.Merge,
            Tag = resolved.Tag,
        };

    /// <summary>What the run is comes last: no node can give itself another run's name.</summary>
    private static Dictionary<string, string> WithRunFacts(
        IReadOnlyDictionary<string, string> environment, RunDocument run, NodeRun node)
    {
        var all = new Dictionary<string, string>(environment)
        {
            ["SWARM_RUN_ID"] = run.Id,
            ["SWARM_RUN_NUMBER"] = $"{run.Number}",
            ["SWARM_NODE"] = node.Path(),
            ["SWARM_ITERATION"] = $"{node.Iteration}",
        };
        if (node.Item is { } item)
        {
            all["SWARM_ITEM"] = $"{item}";
        }

        return all;
    }
}
