using System.Reflection;
using Microsoft.Extensions.Logging;
using Swarm.Contracts.Health;
using Swarm.Core.Queues;
using Swarm.Functions.Queues;
using Swarm.Functions.Workers;

namespace Swarm.Functions.Health;

/// <summary>Asks each thing that the control plane depends on whether it answers.</summary>
public sealed class HealthChecks(
    WorkerStore workers,
    IWorkQueues queues,
    IEnumerable<IHealthProbe> probes,
    TimeProvider time,
    ILogger<HealthChecks> logger)
{
    public const string Healthy = "healthy";
    public const string Unhealthy = "unhealthy";

    /// <summary>
    /// No row and no instance has this id; asking for it touches everything that asking for a real one does.
    /// </summary>
    private const string Nobody = "health";

    private static readonly string s_nobodysQueue = QueueNames.OfTool(Nobody);

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(5);

    private static readonly string s_version =
        typeof(HealthChecks).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
        ?? "unknown";

    /// <summary>What the process says of itself without asking anybody.</summary>
    public static HealthReport Alive { get; } = new(Healthy, s_version, new Dictionary<string, string?>());

    public async Task<HealthReport> CheckAsync(DurableTaskClient engine, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(engine);
        var checks = new Dictionary<string, string?>
        {
            ["database"] = await TryAsync("database", token => workers.FindAsync(Nobody, token), cancellation),
            ["engine"] = await TryAsync("engine", token => engine.GetInstanceAsync(Nobody, token), cancellation),
            ["queues"] = await TryAsync("queues", token => queues.MeasureAsync(s_nobodysQueue, token), cancellation),
        };
        foreach (var probe in probes)
        {
            string? problem = null;
            var failure = await TryAsync(
                probe.Name, async token => problem = await probe.FindProblemAsync(token), cancellation);
            checks[probe.Name] = failure ?? problem;
        }

        var status = checks.Values.All(problem => problem is null) ? Healthy : Unhealthy;
        return new HealthReport(status, s_version, checks);
    }

    /// <summary>Null, or what to tell everybody; the log tells more.</summary>
    private async Task<string?> TryAsync(
        string name, Func<CancellationToken, Task> ask, CancellationToken cancellation)
    {
        using var over = new CancellationTokenSource(s_limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellation);
        try
        {
            await ask(either.Token).WaitAsync(either.Token);
            return null;
        }
        catch (Exception exception) when (!cancellation.IsCancellationRequested)
        {
            Logs.DependencyUnhealthy(logger, name, exception);
            return over.IsCancellationRequested
                ? $"It did not answer within {s_limit.TotalSeconds:0} seconds."
                : "It answers with an error; the log tells more.";
        }
    }
}
