using Swarm.Durable;
using Swarm.Durable.Client;
using Swarm.Durable.Dispatch;
using Swarm.Durable.Entities;
using Swarm.Durable.Stores;

namespace Swarm.Simulator;

/// <summary>
/// Somebody who starts an instance, sends it its events, now and then twice, now and then suspends it, and waits for
/// its end. What he was told is in the journal and outlives the process; what he was not told he does again.
/// </summary>
internal sealed class SimulatedUser(Plan plan, TimeProvider clock, Random random, Journal journal)
{
    private const double SendsTwice = 0.1;

    private readonly PlannedEvent[] _events = [.. plan.ListEvents()];
    private readonly string _started = $"started {plan.InstanceId}";
    private readonly string _suspended = $"suspended {plan.InstanceId}";
    private readonly bool _wantsSuspension = random.Next(3) == 0;

    /// <summary>How the instance ended; null as long as it was not told.</summary>
    internal OrchestrationMetadata? End { get; private set; }

    internal Plan Plan => plan;

    internal IReadOnlyList<PlannedEvent> Events => _events;

    /// <summary>Does what is still to be done, in a process that has just started.</summary>
    internal async Task RunAsync(DurableTaskClient client)
    {
        await StartAsync(client);
        await Task.WhenAll(
            [.. _events.Select(wanted => SendAllAsync(client, wanted)), SuspendAsync(client), AwaitEndAsync(client)]);
    }

    private async Task AwaitEndAsync(DurableTaskClient client)
    {
        if (End is not null)
        {
            return;
        }

        OrchestrationMetadata end = await WaitAsync();
        while (plan.Breaks && end.RuntimeStatus == OrchestrationRuntimeStatus.Failed)
        {
            journal.Note(Plan.Mended(plan.InstanceId));
            await TryUntilStoredAsync(() => RewindAsync(client));
            end = await WaitAsync();
        }

        End = end;

        Task<OrchestrationMetadata> WaitAsync() =>
            client.WaitForInstanceCompletionAsync(plan.InstanceId, getInputsAndOutputs: true);
    }

    private async Task RewindAsync(DurableTaskClient client)
    {
        try
        {
            await client.RewindInstanceAsync(plan.InstanceId, "mended");
        }
        catch (InstanceNotFailedException)
        {
            // It was stored, and nobody was told.
        }
    }

    private async Task StartAsync(DurableTaskClient client)
    {
        StartOrchestrationOptions options = new StartOrchestrationOptions(plan.InstanceId)
            .WithDedupeStatuses([.. StartOrchestrationOptionsExtensions.ValidDedupeStatuses]);
        while (journal.CountOf(_started) == 0)
        {
            try
            {
                await client.ScheduleNewOrchestrationInstanceAsync(PlanRunner.Root, options);
                journal.Note(_started);
            }
            catch (OrchestrationAlreadyExistsException)
            {
                journal.Note(_started);
            }
            catch (IOException)
            {
                await PauseAsync();
            }
        }
    }

    private async Task SendAllAsync(DurableTaskClient client, PlannedEvent wanted)
    {
        foreach (string payload in wanted.Payloads)
        {
            while (journal.CountOf(wanted.Told(payload)) + journal.CountOf(wanted.TooLate(payload)) == 0)
            {
                await PauseAsync();
                if (await TrySendAsync(client, wanted, payload) && random.NextDouble() < SendsTwice)
                {
                    await TrySendAsync(client, wanted, payload);
                }
            }
        }
    }

    private async Task<bool> TrySendAsync(DurableTaskClient client, PlannedEvent wanted, string payload)
    {
        try
        {
            journal.Note(wanted.Tried(payload));
            await SendAsync(client, wanted, payload);
        }
        catch (InstanceEndedException) when (plan.Breaks && End is null)
        {
            // It has failed and is rewound soon.
            return false;
        }
        catch (InstanceEndedException)
        {
            // It was stored and taken before a crash, and the instance has ended since.
            journal.Note(wanted.TooLate(payload));
            return false;
        }
        catch (InstanceNotFoundException)
        {
            // The child has not been started yet.
            return false;
        }
        catch (IOException)
        {
            // Not stored, or the process is about to end: it is sent again.
            return false;
        }

        journal.Note(wanted.Told(payload));
        return true;
    }

    private static Task SendAsync(DurableTaskClient client, PlannedEvent wanted, string payload) =>
        EntityIds.IsEntity(wanted.InstanceId)
            ? client.Entities.SignalEntityAsync(
                EntityInstanceId.FromString(wanted.InstanceId), nameof(Ledger.Note), $"{wanted.Name}:{payload}")
            : client.RaiseEventAsync(wanted.InstanceId, wanted.Name, payload);

    private async Task SuspendAsync(DurableTaskClient client)
    {
        if (!_wantsSuspension || journal.CountOf(_suspended) > 0)
        {
            return;
        }

        try
        {
            await PauseAsync();
            await TryUntilStoredAsync(() => client.SuspendInstanceAsync(plan.InstanceId));
            await PauseAsync();
            await TryUntilStoredAsync(() => client.ResumeInstanceAsync(plan.InstanceId));
        }
        catch (InstanceEndedException)
        {
            // Too late.
        }

        journal.Note(_suspended);
    }

    private async Task TryUntilStoredAsync(Func<Task> call)
    {
        while (true)
        {
            try
            {
                await call();
                return;
            }
            catch (IOException)
            {
                await PauseAsync();
            }
        }
    }

    private Task PauseAsync() => Task.Delay(TimeSpan.FromMilliseconds(random.Next(0, 40)), clock);
}
