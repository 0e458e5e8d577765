namespace Swarm.Bench.Distribution;

/// <summary>All simulated workers.</summary>
internal sealed class Crowd : IAsyncDisposable
{
    private const int StallingShare = 10;

    private readonly CancellationTokenSource _stop = new();
    private readonly Task _work;

    private Crowd(Func<CancellationToken, Task> work) => _work = work(_stop.Token);

    /// <summary>Fails if a worker met what it must not meet.</summary>
    internal Task Work => _work;

    internal static Crowd Start(
        LoadOptions options, WireClient client, string adminKey, FaultRates faults, Ledger ledger) =>
        new(stop => Task.WhenAll(Enumerable.Range(1, options.Workers).Select(number =>
            new SimulatedWorker(
                number,
                client,
                adminKey,
                faults != FaultRates.None && options.HasStalls && number % StallingShare == 0
                    ? FaultRates.Stalls
                    : faults,
                ledger,
                options.Seed + number).RunAsync(stop))));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _work;
        _stop.Dispose();
    }
}
