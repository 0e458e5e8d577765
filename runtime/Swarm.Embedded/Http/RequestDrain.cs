using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Swarm.Embedded.Configuration;

namespace Swarm.Embedded.Http;

/// <summary>
/// When the host stops, requests in flight get a moment to end by themselves, so that short ones are answered; then the
/// long ones (event streams, long polls) are told to end.
/// </summary>
internal sealed class RequestDrain : IDisposable
{
    private readonly CancellationTokenSource _ended = new();
    private readonly CancellationTokenRegistration _stopping;

    public RequestDrain(IHostApplicationLifetime lifetime, IOptions<EmbeddedHostOptions> options) =>
        _stopping = lifetime.ApplicationStopping.Register(() => _ended.CancelAfter(options.Value.DrainTime));

    /// <summary>Cancelled when the moment is over.</summary>
    public CancellationToken Ended => _ended.Token;

    public void Dispose()
    {
        _stopping.Dispose();
        _ended.Dispose();
    }
}
