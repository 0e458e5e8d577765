namespace Swarm.Functions.Queues;

/// <summary>The names of the queues.</summary>
public static class QueueNames
{
    public const string Prefix = "swarm-";

    /// <summary>The queue that every worker with a tool may pull from.</summary>
    public static string OfTool(string tool) => $"{Prefix}tool-{tool}";
}
