using Swarm.Contracts;
using Swarm.Contracts.Workers;

namespace Swarm.Bench.Distribution;

/// <summary>
/// A worker's machine: its agent lives, dies without a word, and comes back as a new life that knows nothing of what
/// the one before has held.
/// </summary>
internal sealed class SimulatedWorker(
    int number, WireClient client, string adminKey, FaultRates faults, Ledger ledger, int seed)
{
    private readonly Random _random = new(seed);
    private readonly string _machineId = $"machine-{seed}-{number}";

    /// <summary>Works until it is stopped.</summary>
    internal async Task RunAsync(CancellationToken stop)
    {
        try
        {
            var key = await JoinAsync(stop);
            while (true)
            {
                await LiveAsync(key, stop);
                ledger.NoteDeath();
                await Task.Delay(TimeSpan.FromSeconds(_random.NextDouble() * 4), TimeProvider.System, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The load is over.
        }
    }

    private async Task<string> JoinAsync(CancellationToken stop)
    {
        while (true)
        {
            // A join whose answer is lost has used its token up: the machine joins again with another.
            var token = await client.InsistAsync(
                HttpMethod.Post, ApiRoutes.JoinTokens, adminKey, static () => null,
                WireClient.Json.CreateJoinTokenResponse, _random, stop);
            var request = new JoinRequest
            {
                Token = token!.Token,
                MachineId = _machineId,
                Name = $"load-{number}",
                Tools = [WorkerLife.Tool],
                Slots = WorkerLife.Slots,
            };
            try
            {
                var joined = await client.SendAsync(
                    HttpMethod.Post, ApiRoutes.JoinWorker, null,
                    WireClient.Body(request, WireClient.Json.JoinRequest), WireClient.Json.JoinResponse, _random, stop);
                return joined!.Key;
            }
            catch (WireException failure) when (failure.IsTransient)
            {
                await WireClient.PauseAsync(_random, stop);
            }
        }
    }

    private async Task LiveAsync(string key, CancellationToken stop)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        if (faults.DeathEvery is { } average)
        {
            end.CancelAfter(average * (2 * _random.NextDouble()));
        }

        var life = new WorkerLife(client, key, faults, ledger, _random.Next());
        try
        {
            await life.RunAsync(end.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // It died: whatever it held, it never says a word of it again.
        }
    }
}
