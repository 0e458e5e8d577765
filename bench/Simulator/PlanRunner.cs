using Swarm.Durable;

namespace Swarm.Simulator;

/// <summary>The orchestrators and activities that carry out plans.</summary>
internal sealed class PlanRunner(IReadOnlyDictionary<string, Plan> plans, EffectLog effects, TimeProvider clock)
{
    internal const string Spawned = "Spawned";
    internal const string Root = "Root";
    internal const string Child = "Child";

    private readonly Dictionary<string, ChildNode> _children = plans.Values
        .SelectMany(plan => plan.Generations.SelectMany(node => ListChildren(plan.InstanceId, node)))
        .ToDictionary(pair => pair.Id, pair => pair.Child);

    internal DurableTaskRegistry Register() => new DurableTaskRegistry()
        .AddActivityFunc<string, string>("Do", (context, effect) =>
        {
            effects.Note(context.InstanceId, effect);
            return effect;
        })
        .AddActivityFunc<string>("Fail", (context, effect) =>
        {
            effects.Note(context.InstanceId, effect);
            throw new InvalidOperationException(effect);
        })
        .AddEntity(Ledger.Name, _ => new Ledger(clock))
        .AddOrchestratorFunc<SpawnedEntry, string>(Spawned, EntityRunner.RunSpawnedAsync)
        .AddActivityFunc<string, string>("Break", (context, effect) =>
        {
            if (!effects.IsMended(context.InstanceId))
            {
                throw new InvalidOperationException(effect);
            }

            effects.Note(context.InstanceId, effect);
            return effect;
        })
        .AddOrchestratorFunc<string?, string>(Root, RunRootAsync)
        .AddOrchestratorFunc(Child, RunChildAsync);

    private async Task<string> RunRootAsync(TaskOrchestrationContext context, string? carried)
    {
        Plan plan = plans[context.InstanceId];
        string[] done = carried?.Split(';') ?? [];
        string result = await RunAsync(context, plan.Generations[done.Length]);
        string early = await context.WaitForExternalEvent<string>(Plan.EarlyEvent(done.Length));
        string all = string.Join(';', [.. done, $"{result}+{early}"]);
        context.SetCustomStatus(done.Length);
        if (done.Length + 1 < plan.Generations.Count)
        {
            context.ContinueAsNew(all);
        }

        return all;
    }

    private async Task<string> RunChildAsync(TaskOrchestrationContext context)
    {
        ChildNode child = _children[context.InstanceId];
        context.SendEvent(context.Parent!.InstanceId, $"from-{child.Suffix}", child.Suffix);
        string result = await RunAsync(context, child.Plan);
        return child.Fails ? throw new InvalidOperationException("on purpose") : result;
    }

    private static async Task<string> RunAsync(TaskOrchestrationContext context, PlanNode node)
    {
        switch (node)
        {
            case ActivityNode activity:
                return await context.CallActivityAsync<string>("Do", activity.Effect);
            case BrokenNode broken:
                return await context.CallActivityAsync<string>("Break", broken.Effect);
            case ForgottenNode forgotten:
                _ = context.CallActivityAsync<string>("Do", forgotten.Effect);
                return "forgotten";
            case FailingNode failing:
                return await RunFailingAsync(context, failing);
            case TimerNode timer:
                await context.CreateTimer(TimeSpan.FromMilliseconds(timer.Milliseconds), CancellationToken.None);
                return "slept";
            case CancelledTimerNode timer:
                return await RunCancelledTimerAsync(context, timer);
            case EventNode wait:
                return $"event({await context.WaitForExternalEvent<string>(wait.Name)})";
            case TimeoutNode wait:
                return await RunTimeoutAsync(context, wait);
            case StreamNode stream:
                return await RunStreamAsync(context, stream);
            case EchoNode echo:
                return await RunEchoAsync(context, echo);
            case GuidNode guid:
                string text = $"{guid.Effect} {context.NewGuid()}";
                return await context.CallActivityAsync<string>("Do", text) == text ? "same" : "different";
            case LedgerNode ledger:
                return await EntityRunner.RunAsync(context, ledger);
            case ChildNode child:
                return await RunChildAsync(context, child);
            case SequenceNode sequence:
                return await RunSequenceAsync(context, sequence);
            case ParallelNode parallel:
                string[] results = await Task.WhenAll(parallel.Nodes.Select(inner => RunAsync(context, inner)));
                return $"[{string.Join('|', results)}]";
            default:
                throw new InvalidOperationException($"No code carries out a {node.GetType().Name}.");
        }
    }

    private static async Task<string> RunSequenceAsync(TaskOrchestrationContext context, SequenceNode sequence)
    {
        var results = new List<string>();
        foreach (PlanNode inner in sequence.Nodes)
        {
            results.Add(await RunAsync(context, inner));
        }

        return string.Join(',', results);
    }

    private static async Task<string> RunStreamAsync(TaskOrchestrationContext context, StreamNode stream)
    {
        var received = new List<string>();
        while (await context.WaitForExternalEvent<string>(stream.Name) is var payload && payload != StreamNode.Last)
        {
            received.Add(payload);
        }

        // Runs of the same payload are the client's repetitions or the engine's: the receipt lets the end tell.
        var counts = new List<(string Payload, int Count)>();
        foreach (string payload in received)
        {
            if (counts.Count > 0 && counts[^1].Payload == payload)
            {
                counts[^1] = (payload, counts[^1].Count + 1);
            }
            else
            {
                counts.Add((payload, 1));
            }
        }

        string receipt = string.Join('-', counts.Select(item => $"{item.Payload}:{item.Count}"));
        await context.CallActivityAsync<string>("Do", $"{StreamNode.Receipt(stream.Name)}{receipt}");
        return $"stream({stream.Name}:{string.Join('-', counts.Select(item => item.Payload))})";
    }

    private static async Task<string> RunEchoAsync(TaskOrchestrationContext context, EchoNode echo)
    {
        var received = new List<int>();
        for (int i = 0; i < EchoNode.Count; i++)
        {
            context.SendEvent(context.InstanceId, echo.Name, i);
        }

        while (received.Count < EchoNode.Count)
        {
            received.Add(await context.WaitForExternalEvent<int>(echo.Name));
        }

        return $"echo({echo.Name}:{string.Join('-', received)})";
    }

    private static async Task<string> RunFailingAsync(TaskOrchestrationContext context, FailingNode node)
    {
        int attempts = 0;
        TaskOptions options = node.ByHandler
            ? TaskOptions.FromRetryHandler(retry => (attempts = retry.LastAttemptNumber) < node.Attempts)
            : TaskOptions.FromRetryPolicy(new RetryPolicy(node.Attempts, TimeSpan.FromMilliseconds(3))
            {
                HandleFailure = _ => ++attempts > 0,
            });
        try
        {
            await context.CallActivityAsync("Fail", node.Effect, options);
            return "did not fail";
        }
        catch (TaskFailedException failed)
        {
            // The policy is not asked after the last attempt.
            int all = node.ByHandler ? attempts : attempts + 1;
            return $"failed({failed.FailureDetails.ErrorMessage}:{all})";
        }
    }

    private static async Task<string> RunCancelledTimerAsync(TaskOrchestrationContext context, CancelledTimerNode node)
    {
        using var cancellation = new CancellationTokenSource();
        Task timer = context.CreateTimer(TimeSpan.FromDays(node.Milliseconds + 1), cancellation.Token);
        await context.CreateTimer(TimeSpan.FromMilliseconds(node.Milliseconds), CancellationToken.None);
        cancellation.Cancel();
        try
        {
            await timer;
            return "fired";
        }
        catch (TaskCanceledException)
        {
            return "cancelled";
        }
    }

    private static async Task<string> RunTimeoutAsync(TaskOrchestrationContext context, TimeoutNode node)
    {
        try
        {
            TimeSpan timeout = TimeSpan.FromMilliseconds(node.Milliseconds);
            return await context.WaitForExternalEvent<string>(node.Name, timeout);
        }
        catch (TaskCanceledException)
        {
            return "timeout";
        }
    }

    private static async Task<string> RunChildAsync(TaskOrchestrationContext context, ChildNode child)
    {
        string id = $"{context.InstanceId}.{child.Suffix}";
        var options = new SubOrchestrationOptions(instanceId: id);
        Task<string> call = context.CallSubOrchestratorAsync<string>(Child, options);
        await context.WaitForExternalEvent<string>($"from-{child.Suffix}");
        try
        {
            return $"child({await call})";
        }
        catch (TaskFailedException) when (child.Fails)
        {
            return $"failed-child({child.Suffix})";
        }
    }

    private static IEnumerable<(string Id, ChildNode Child)> ListChildren(string instanceId, PlanNode node) =>
        node switch
        {
            SequenceNode sequence => sequence.Nodes.SelectMany(inner => ListChildren(instanceId, inner)),
            ParallelNode parallel => parallel.Nodes.SelectMany(inner => ListChildren(instanceId, inner)),
            ChildNode child => ListChildren($"{instanceId}.{child.Suffix}", child.Plan)
                .Prepend(($"{instanceId}.{child.Suffix}", child)),
            _ => [],
        };
}
