namespace Swarm.Core.Statuses;

/// <summary>How far a run is.</summary>
public static class RunProgress
{
    /// <summary>
    /// The share of nodes that have ended, 0 to 100; 100 only when all have. A loop that starts nodes again makes it
    /// smaller.
    /// </summary>
    public static int Percent(int ended, int total) => total <= 0 ? 0 : (int)(100L * Math.Min(ended, total) / total);
}
