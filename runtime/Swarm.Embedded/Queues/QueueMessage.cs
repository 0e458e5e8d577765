namespace Swarm.Embedded.Queues;

/// <summary>A message that has been received and is invisible to others for a while.</summary>
/// <param name="Queue">The queue that it came from.</param>
/// <param name="MessageId">Its id.</param>
/// <param name="PopReceipt">What deleting and changing it asks for; each receive gives another.</param>
/// <param name="Body">Its text.</param>
/// <param name="DequeueCount">How often it has been received, this time included.</param>
/// <param name="InsertedOn">When it was sent.</param>
/// <param name="NextVisibleOn">When it becomes visible again unless it is deleted before.</param>
public sealed record QueueMessage(
    string Queue,
    string MessageId,
    string PopReceipt,
    string Body,
    int DequeueCount,
    DateTimeOffset InsertedOn,
    DateTimeOffset NextVisibleOn);
