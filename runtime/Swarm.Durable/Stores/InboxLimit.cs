namespace Swarm.Durable.Stores;

/// <summary>How much of an inbox is read at a time. One message is read however large it is.</summary>
/// <param name="MaxMessages">How many messages at most.</param>
/// <param name="MaxBytes">How many bytes they have together at most.</param>
public sealed record InboxLimit(int MaxMessages, long MaxBytes)
{
    /// <summary>No limit.</summary>
    public static InboxLimit None { get; } = new(int.MaxValue, long.MaxValue);
}
