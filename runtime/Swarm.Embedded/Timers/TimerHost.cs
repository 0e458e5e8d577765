using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Swarm.Embedded.Functions;
using Swarm.Embedded.Invocations;
using Swarm.Embedded.Worker;

namespace Swarm.Embedded.Timers;

/// <summary>Runs all timer functions while the host runs.</summary>
internal sealed partial class TimerHost(
    FunctionCatalog catalog,
    IConfiguration configuration,
    TimerStateStore states,
    FunctionInvoker invoker,
    TimeProvider time,
    ILogger<TimerHost> logger) : IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<TimerLoop> _loops = [];
    private Task _running = Task.CompletedTask;

    /// <summary>Reads the schedules, so that a wrong one keeps the host from starting.</summary>
    /// <exception cref="InvalidFunctionsException">A schedule cannot be read.</exception>
    public void Prepare()
    {
        var problems = new List<string>();
        foreach (var function in catalog.Of(TriggerKind.Timer))
        {
            try
            {
                var schedule = TimerSchedule.Parse(Resolve(((TimerTriggerAttribute)function.Trigger).Schedule));
                _loops.Add(new TimerLoop(function, schedule, states, invoker, time, logger));
            }
            catch (FormatException exception)
            {
                problems.Add($"{function.EntryPoint}: {exception.Message}");
            }
        }

        if (problems.Count > 0)
        {
            throw new InvalidFunctionsException(problems);
        }
    }

    public void Start() =>
        _running = Task.WhenAll(_loops.Select(loop => Task.Run(() => loop.RunAsync(_stopping.Token))));

    /// <summary>Tells the runs to end and waits for them.</summary>
    public async Task StopAsync(CancellationToken cancellation)
    {
        await _stopping.CancelAsync();
        await _running.WaitAsync(cancellation);
    }

    public void Dispose() => _stopping.Dispose();

    private string Resolve(string schedule) => Setting().Replace(
        schedule,
        match => configuration[match.Groups["name"].Value] is { Length: > 0 } value
            ? value
            : throw new FormatException($"the setting {match.Value} of the schedule has no value."));

    [GeneratedRegex("%(?<name>[^%]+)%", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Setting();
}
