namespace Swarm.Cli.Events;

/// <summary>Whether the events of a run arrive just now.</summary>
internal enum FeedState
{
    Connected,

    /// <summary>The control plane does not answer; the feed tries again and then catches up.</summary>
    Waiting,
}
