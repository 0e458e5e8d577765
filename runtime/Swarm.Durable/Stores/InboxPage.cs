namespace Swarm.Durable.Stores;

/// <summary>One page of an inbox, from one snapshot.</summary>
/// <param name="Messages">The messages, oldest first.</param>
/// <param name="LastMessageId">The highest number of any message that was committed before the snapshot.</param>
/// <param name="HasMore">Whether there are further ones behind.</param>
public sealed record InboxPage(IReadOnlyList<StoredMessage> Messages, long LastMessageId, bool HasMore)
{
    /// <summary>The number up to which the inbox is known with this page.</summary>
    public long ReadUpTo => HasMore ? Messages[^1].Id : LastMessageId;
}
