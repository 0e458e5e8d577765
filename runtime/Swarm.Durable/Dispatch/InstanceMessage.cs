using Swarm.Durable.History;
using Swarm.Durable.Stores;

namespace Swarm.Durable.Dispatch;

/// <summary>A message in the mailbox of a live instance.</summary>
/// <param name="Id">Its number in the stored inbox; 0 for one that is not stored, such as an activity's result.</param>
/// <param name="Generation">The generation that it is meant for, or <see cref="RowCodec.AnyGeneration"/>.</param>
/// <param name="Event">What it says.</param>
internal sealed record InstanceMessage(long Id, int Generation, HistoryEvent Event)
{
    internal bool IsStored => Id != 0;

    /// <summary>How many bytes it has in the store; 0 if it is not stored.</summary>
    internal int Size { get; init; }

    internal static InstanceMessage Read(StoredMessage stored)
    {
        (HistoryEvent item, int generation) = RowCodec.DecodeMessage(stored.Body);

        // An event remembers its number: if the instance continues as new it goes back to its old place.
        return new InstanceMessage(
            stored.Id, generation, item is EventRaised raised ? raised with { MessageId = stored.Id } : item)
        {
            Size = stored.Body.Length,
        };
    }
}
