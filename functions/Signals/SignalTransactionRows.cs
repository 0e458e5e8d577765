using Swarm.Functions.Events;

namespace Swarm.Functions.Signals;

/// <summary>The rows of events from outside inside a run transaction.</summary>
internal static class SignalTransactionRows
{
    public static async Task<SignalDocument> FindSignalAsync(
        this RunTransaction transaction, string name, CancellationToken cancellation) =>
        await transaction.FindAsync(
            SignalRows.Signal(name), SignalsJsonContext.Default.SignalDocument, cancellation)
        ?? new SignalDocument();

    public static void Save(this RunTransaction transaction, string name, SignalDocument signals) =>
        transaction.Save(SignalRows.Signal(name), signals, SignalsJsonContext.Default.SignalDocument);
}
