namespace Swarm.Tests.Functions.Properties;

/// <summary>
/// Ends the waiting when for a minute none of all runs has told anything. One run alone may have to wait for longer
/// where the machine is busy; as long as any of them gets on, that is no reason to give up.
/// </summary>
internal sealed class Quiet : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly CancellationTokenSource _over = new(s_patience);

    public CancellationToken Over => _over.Token;

    /// <summary>A run has told something.</summary>
    public void Break() => _over.CancelAfter(s_patience);

    public void Dispose() => _over.Dispose();
}
