using System.Buffers.Text;
using System.Text;

namespace Swarm.Contracts.Queues;

/// <summary>Names one delivery of a message. Whoever took it from a queue deletes it by this.</summary>
/// <param name="Queue">The queue.</param>
/// <param name="MessageId">The message.</param>
/// <param name="PopReceipt">The delivery.</param>
public sealed record QueueReceipt(string Queue, string MessageId, string PopReceipt)
{
    /// <summary>How long its text is at most.</summary>
    public const int MaxChars = 1024;

    /// <summary>How the names of our queues begin.</summary>
    public const string QueuePrefix = "swarm-";

    private const char Separator = '\n';

    /// <summary>The receipt as one opaque text.</summary>
    public string Encode() =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Join(Separator, Queue, MessageId, PopReceipt)));

    /// <summary>The receipt in a text; null when there is none in it.</summary>
    public static QueueReceipt? Decode(string? text)
    {
        if (text is not { Length: > 0 and <= MaxChars } || !Base64Url.IsValid(text))
        {
            return null;
        }

        var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split(Separator);
        return parts is [{ Length: > 0 } queue, { Length: > 0 } message, { Length: > 0 } pop] && IsOurs(queue)
            ? new QueueReceipt(queue, message, pop)
            : null;
    }

    /// <summary>A receipt comes back from a worker, so it must not reach into queues that hold no pointers.</summary>
    private static bool IsOurs(string queue) => queue.StartsWith(QueuePrefix, StringComparison.Ordinal);
}
