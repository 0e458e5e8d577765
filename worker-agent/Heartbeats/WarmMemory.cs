using Swarm.Contracts.WorkItems;
using Swarm.Contracts.Workers;

namespace Swarm.WorkerAgent.Heartbeats;

/// <summary>
/// Remembers what this life of the agent has worked with, so that the control plane gives it more of the same. The
/// latest come last; of many the oldest are forgotten.
/// </summary>
internal sealed class WarmMemory
{
    public const int MaxOfEach = 16;

    private readonly Lock gate = new();
    private readonly List<string> repositories = [];
    private readonly List<string> sessions = [];
    private readonly List<string> models = [];

    public void Remember(WorkItem item)
    {
        lock (gate)
        {
            Remember(repositories, item.Git?.Repository);
            Remember(sessions, item.Ai?.Session is { } session ? WarmReport.SessionOf(item.RunId, session) : null);
            Remember(models, item.Ai?.Model);
        }
    }

    public WarmReport Report()
    {
        lock (gate)
        {
            return new WarmReport { Repositories = [.. repositories], Sessions = [.. sessions], Models = [.. models] };
        }
    }

    private static void Remember(List<string> known, string? one)
    {
        if (one is null)
        {
            return;
        }

        known.Remove(one);
        known.Add(one);
        if (known.Count > MaxOfEach)
        {
            known.RemoveAt(0);
        }
    }
}
