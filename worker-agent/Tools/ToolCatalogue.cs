using Microsoft.Extensions.Logging;
using Swarm.Contracts.Workers;
using Swarm.WorkerAgent.Policies;
using Swarm.WorkerAgent.Signals;
using Swarm.WorkerAgent.Tools.Discovery;

namespace Swarm.WorkerAgent.Tools;

/// <summary>
/// The tools that this agent offers and how they are. They are looked at while the agent already works, and again from
/// time to time; what was found is remembered on disk, so that the next start offers it at once.
/// </summary>
/// <param name="tools">The tools, each under a name of its own.</param>
/// <param name="named">Those that the owner named: they are told of also when they are not there.</param>
/// <param name="memory">What the last life found.</param>
/// <param name="gate">What the owner allows.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Where changes are told.</param>
internal sealed class ToolCatalogue(
    IReadOnlyList<ITool> tools,
    IReadOnlyCollection<string> named,
    ToolMemory memory,
    PolicyGate gate,
    TimeProvider time,
    ILogger log)
{
    public static readonly TimeSpan CheckInterval = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan CheckLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan NothingUsablePause = TimeSpan.FromSeconds(30);

    private readonly Lock sync = new();
    private readonly Dictionary<string, ToolHealth> health = tools
        .Where(tool => tool.FindMistake() is null)
        .Select(tool => (tool.Name, Health: memory.Find(tool)))
        .Where(known => known.Health is not null)
        .ToDictionary(known => known.Name, known => known.Health!);

    private readonly Dictionary<string, ToolPark> parked = [];
    private readonly WakeUp usableChanged = new();
    private readonly WakeUp lookAgain = new();

    /// <summary>Called when what can be offered has changed.</summary>
    public Action? OnChange { get; set; }

    /// <summary>The names of all that it may ever offer.</summary>
    public IReadOnlyList<string> Names { get; } = [.. tools.Select(tool => tool.Name)];

    /// <summary>The names of those that can work now.</summary>
    public IReadOnlyList<string> Usable
    {
        get
        {
            lock (sync)
            {
                return [.. Names.Where(name => WhyNot_NeedsLock(name) is null)];
            }
        }
    }

    /// <summary>How the tools are; of those that are not there, only what the owner named.</summary>
    public IReadOnlyList<ToolState> States
    {
        get
        {
            lock (sync)
            {
                return [.. Names.Where(IsTold_NeedsLock).Select(Describe_NeedsLock)];
            }
        }
    }

    public ITool? Find(string name) => tools.FirstOrDefault(tool => tool.Name == name);

    /// <summary>Why a tool cannot work now, in words; null if it can.</summary>
    public string? WhyNot(string name)
    {
        lock (sync)
        {
            return WhyNot_NeedsLock(name);
        }
    }

    /// <summary>An execution met a trouble of the tool itself: it is offered again when that has passed.</summary>
    public void Note(string name, ToolTrouble trouble)
    {
        lock (sync)
        {
            if (ToolPark.For(trouble, time) is { } park)
            {
                parked[name] = park;
            }
            else
            {
                health[name] = new ToolHealth(IsPresent: true, trouble.Reason, health.GetValueOrDefault(name)?.Version);
            }
        }

        Logs.ToolIsOut(log, name, trouble.Reason);
        TellChange();
    }

    /// <summary>Looks at the tools now and then until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (true)
        {
            await CheckAsync(cancellation);
            await lookAgain.WaitAsync(CheckInterval, time, cancellation);
        }
    }

    /// <summary>The hour, or the world, is another than was thought: everything is looked at again now.</summary>
    public void Reconsider()
    {
        usableChanged.Set();
        lookAgain.Set();
    }

    /// <summary>Looks at every tool.</summary>
    public async Task CheckAsync(CancellationToken cancellation)
    {
        var before = Usable;
        var sound = tools.Where(tool => tool.FindMistake() is null);
        await Task.WhenAll(sound.Select(tool => CheckAsync(tool, cancellation)));
        memory.Keep(States);
        if (!before.SequenceEqual(Usable))
        {
            Logs.ToolsFound(log, string.Join(", ", Usable));
            TellChange();
        }
    }

    /// <summary>Waits until some tool can work.</summary>
    public async Task<IReadOnlyList<string>> WaitForUsableAsync(CancellationToken cancellation)
    {
        while (true)
        {
            if (Usable is { Count: > 0 } usable)
            {
                return usable;
            }

            // Parked tools come back by themselves, with nobody telling.
            await usableChanged.WaitAsync(NothingUsablePause, time, cancellation);
        }
    }

    private async Task CheckAsync(ITool tool, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(CheckLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        ToolHealth found;
        try
        {
            found = await tool.CheckAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            found = new ToolHealth(IsPresent: true, $"It did not answer within {CheckLimit.TotalSeconds} s.");
        }

        lock (sync)
        {
            health[tool.Name] = found;
        }
    }

    private void TellChange()
    {
        usableChanged.Set();
        OnChange?.Invoke();
    }

    private bool IsTold_NeedsLock(string name) => named.Contains(name)
        || health.GetValueOrDefault(name)?.IsPresent == true;

    private string? WhyNot_NeedsLock(string name)
    {
        if (Find(name) is not { } tool)
        {
            return $"This worker does not offer '{name}'; it offers: {string.Join(", ", Names)}.";
        }

        if (tool.FindMistake() is { } mistake)
        {
            return mistake;
        }

        if (gate.CheckTool(tool) is { } refusal)
        {
            return refusal.Reason;
        }

        if (parked.TryGetValue(name, out var park) && park.Lasts(time))
        {
            return park.Reason;
        }

        return health.TryGetValue(name, out var found) ? found.Reason : "It has not been looked at yet.";
    }

    private ToolState Describe_NeedsLock(string name)
    {
        var found = health.GetValueOrDefault(name);
        var until = ParkedUntil_NeedsLock(name);
        return new ToolState
        {
            Name = name,
            Version = found?.Version,
            Healthy = (until is null ? WhyNot_NeedsLock(name) : found?.Reason) is null,
            Models = found?.Models ?? [],
            ParkedUntil = until,
            Reason = WhyNot_NeedsLock(name),
        };
    }

    /// <summary>The later of the two: its quota comes back, its owner lets it work.</summary>
    private DateTimeOffset? ParkedUntil_NeedsLock(string name)
    {
        var quota = parked.TryGetValue(name, out var park) && park.Lasts(time) ? park.End(time) : (DateTimeOffset?)null;
        var owner = Find(name) is { } tool ? gate.CheckTool(tool)?.Until : null;
        return quota > owner ? quota : owner ?? quota;
    }
}
