namespace Swarm.Functions.Content;

/// <summary>Where a value stands.</summary>
public enum ContentState
{
    /// <summary>Somebody is about to store it, or was when a crash came.</summary>
    Uploading,

    /// <summary>It is there.</summary>
    Stored,

    /// <summary>It is being removed; until that is done nobody stores it or refers to it.</summary>
    Removing,
}
