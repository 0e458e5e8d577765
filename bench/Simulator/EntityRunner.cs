using Swarm.Durable;
using Swarm.Durable.Entities;

namespace Swarm.Simulator;

/// <summary>Carries out what plans do with ledgers.</summary>
internal static class EntityRunner
{
    internal static async Task<string> RunAsync(TaskOrchestrationContext context, LedgerNode node)
    {
        switch (node)
        {
            case SignalNode signals:
                return await RunSignalsAsync(context, signals);
            case ScheduledSignalNode scheduled:
                DateTime dueAt = context.CurrentUtcDateTime.AddMilliseconds(scheduled.Milliseconds);
                await context.Entities.SignalEntityAsync(
                    Ledger.IdOf(scheduled.Ledger),
                    nameof(Ledger.NoteLater),
                    new ScheduledEntry(scheduled.Name, dueAt),
                    new DateTimeOffset(dueAt));
                return "scheduled";
            case SpawnNode spawn:
                await context.Entities.SignalEntityAsync(
                    Ledger.IdOf(spawn.Ledger), nameof(Ledger.Spawn), spawn.Name);
                return "spawned";
            case SectionNode section:
                return await RunSectionAsync(context, section);
            case BrokenSectionNode broken:
                return await RunBrokenSectionAsync(context, broken);
            case KeptSectionNode kept:
                await context.Entities.LockEntitiesAsync([.. kept.Ledgers.Select(Ledger.IdOf)]);
                return "kept";
            default:
                throw new InvalidOperationException($"No code carries out a {node.GetType().Name}.");
        }
    }

    internal static async Task<string> RunSpawnedAsync(TaskOrchestrationContext context, SpawnedEntry entry)
    {
        await context.Entities.CallEntityAsync(entry.Ledger, nameof(Ledger.Note), entry.Entry);
        return entry.Entry;
    }

    private static async Task<string> RunSignalsAsync(TaskOrchestrationContext context, SignalNode node)
    {
        EntityInstanceId ledger = Ledger.IdOf(node.Ledger);
        for (int i = 0; i < SignalNode.Count; i++)
        {
            await context.Entities.SignalEntityAsync(ledger, nameof(Ledger.Note), node.EntryOf(i));
        }

        try
        {
            await context.Entities.CallEntityAsync(ledger, nameof(Ledger.Fail), node.EntryOf(SignalNode.Count));
            return "did not fail";
        }
        catch (EntityOperationFailedException)
        {
            string noted = await context.Entities.CallEntityAsync<string>(ledger, nameof(Ledger.Read), node.Name);
            return $"signals({node.Name}:{noted})";
        }
    }

    private static async Task<string> RunBrokenSectionAsync(TaskOrchestrationContext context, BrokenSectionNode node)
    {
        EntityInstanceId[] ledgers = [.. node.Ledgers.Select(Ledger.IdOf)];
        Task<IAsyncDisposable> asked = context.Entities.LockEntitiesAsync(ledgers);
        await context.CallActivityAsync<string>("Break", $"{node.Name}-beside");
        await using (await asked)
        {
            foreach (EntityInstanceId ledger in ledgers)
            {
                await context.Entities.CallEntityAsync(ledger, nameof(Ledger.Look), node.Name);
            }

            await context.CallActivityAsync<string>("Break", $"{node.Name}-inside");
            foreach (EntityInstanceId ledger in ledgers)
            {
                await context.Entities.CallEntityAsync(ledger, nameof(Ledger.Enter), node.Name);
            }

            foreach (EntityInstanceId ledger in ledgers)
            {
                await context.Entities.CallEntityAsync(ledger, nameof(Ledger.Leave), node.Name);
            }
        }

        return $"section({node.Name})";
    }

    private static async Task<string> RunSectionAsync(TaskOrchestrationContext context, SectionNode node)
    {
        EntityInstanceId[] ledgers = [.. node.Ledgers.Select(Ledger.IdOf)];
        await using (await context.Entities.LockEntitiesAsync(ledgers))
        {
            await Task.WhenAll(ledgers.Select(
                ledger => context.Entities.CallEntityAsync(ledger, nameof(Ledger.Enter), node.Name)));
            await context.CreateTimer(TimeSpan.FromMilliseconds(node.Milliseconds), CancellationToken.None);
            foreach (EntityInstanceId ledger in ledgers)
            {
                await context.Entities.CallEntityAsync(ledger, nameof(Ledger.Leave), node.Name);
            }
        }

        return $"section({node.Name})";
    }
}
