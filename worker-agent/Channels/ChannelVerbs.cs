namespace Swarm.WorkerAgent.Channels;

/// <summary>What can be asked over a channel.</summary>
internal static class ChannelVerbs
{
    public const string Ask = "ask";
    public const string Progress = "progress";
    public const string Snapshot = "snapshot";
    public const string Lock = "lock";
    public const string Unlock = "unlock";
    public const string Context = "context";
}
