using Swarm.Durable;
using Swarm.Durable.Client;
using Swarm.Durable.Dispatch;

namespace Swarm.Simulator;

/// <summary>
/// Somebody who starts an instance, sends it its events, now and then suspends it, and waits for its end. What he was
/// told outlives the process; what he was not told he does again.
/// </summary>
internal sealed class SimulatedUser(Plan plan, SimulatedClock clock, Random random)
{
    private readonly List<(string InstanceId, string Name)> _events = [.. plan.ListEvents()];
    private bool _isStarted;
    private bool _wantsSuspension = random.Next(3) == 0;

    /// <summary>How the instance ended; null as long as it was not told.</summary>
    internal OrchestrationMetadata? End { get; private set; }

    internal Plan Plan => plan;

    /// <summary>Does what is still to be done, in a process that has just started.</summary>
    internal async Task RunAsync(DurableTaskClient client)
    {
        await StartAsync(client);
        await Task.WhenAll(_events.ToArray().Select(wanted => SendAsync(client, wanted)).Append(SuspendAsync(client)));
        End ??= await client.WaitForInstanceCompletionAsync(plan.InstanceId, getInputsAndOutputs: true);
    }

    private async Task StartAsync(DurableTaskClient client)
    {
        StartOrchestrationOptions options = new StartOrchestrationOptions(plan.InstanceId)
            .WithDedupeStatuses([.. StartOrchestrationOptionsExtensions.ValidDedupeStatuses]);
        while (!_isStarted)
        {
            try
            {
                await client.ScheduleNewOrchestrationInstanceAsync(PlanRunner.Root, options);
                _isStarted = true;
            }
            catch (OrchestrationAlreadyExistsException)
            {
                _isStarted = true;
            }
            catch (IOException)
            {
                await PauseAsync();
            }
        }
    }

    private async Task SendAsync(DurableTaskClient client, (string InstanceId, string Name) wanted)
    {
        while (_events.Contains(wanted))
        {
            await PauseAsync();
            try
            {
                await client.RaiseEventAsync(wanted.InstanceId, wanted.Name, PayloadOf(wanted.Name));
                _events.Remove(wanted);
            }
            catch (InstanceEndedException)
            {
                // It was stored and taken before a crash, and the instance has ended since.
                _events.Remove(wanted);
            }
            catch (InstanceNotFoundException)
            {
                // The child has not been started yet.
            }
            catch (IOException)
            {
                // Not stored: it is sent again.
            }
        }
    }

    private static string PayloadOf(string name) => name;

    private async Task SuspendAsync(DurableTaskClient client)
    {
        try
        {
            if (_wantsSuspension)
            {
                await PauseAsync();
                await TryUntilStoredAsync(() => client.SuspendInstanceAsync(plan.InstanceId));
                await PauseAsync();
                await TryUntilStoredAsync(() => client.ResumeInstanceAsync(plan.InstanceId));
            }
        }
        catch (InstanceEndedException)
        {
            // Too late.
        }

        _wantsSuspension = false;
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
