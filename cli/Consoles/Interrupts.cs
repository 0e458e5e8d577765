using System.Runtime.InteropServices;

namespace Swarm.Cli.Consoles;

/// <summary>Turns Ctrl-C, SIGTERM and a closed terminal into cancellation; a second one is more urgent.</summary>
internal sealed class Interrupts : IDisposable
{
    private readonly CancellationTokenSource first = new();
    private readonly CancellationTokenSource second = new();
    private readonly PosixSignalRegistration[] registrations;

    public Interrupts() =>
        registrations = [.. SignalsOfThisSystem().Select(s => PosixSignalRegistration.Create(s, OnSignal))];

    public CancellationToken First => first.Token;

    public CancellationToken Second => second.Token;

    public void Dispose()
    {
        foreach (var registration in registrations)
        {
            registration.Dispose();
        }

        first.Dispose();
        second.Dispose();
    }

    private static PosixSignal[] SignalsOfThisSystem() =>
        [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT];

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        (first.IsCancellationRequested ? second : first).Cancel();
    }
}
