using System.Text;
using Swarm.Core.Queues;

namespace Swarm.Functions.Queues;

/// <summary>
/// What a storage account takes, checked before it is asked, so that the error says which rule was broken.
/// </summary>
internal static class MessageRules
{
    /// <summary>How many bytes of UTF-8 a message has at most.</summary>
    public const int BodyMaxBytes = 64 * 1024;

    /// <summary>Refuses what storage accounts do not allow as a name.</summary>
    /// <exception cref="ArgumentException">It is no name of a queue.</exception>
    public static void CheckName(string queue)
    {
        if (!QueueNames.IsValid(queue))
        {
            throw new ArgumentException(
                $"'{queue}' is no queue name: {QueueNames.MinChars} to {QueueNames.MaxChars} lower-case letters, "
                    + "digits and single dashes, which neither begin nor end it.",
                nameof(queue));
        }
    }

    /// <summary>Whether storage accounts take it as a message.</summary>
    public static bool IsBody(string? body) => body is not null && Encoding.UTF8.GetByteCount(body) <= BodyMaxBytes;

    /// <summary>Refuses what storage accounts do not take as a message.</summary>
    /// <exception cref="ArgumentException">It is too long.</exception>
    public static void CheckBody(string body)
    {
        var bytes = Encoding.UTF8.GetByteCount(body);
        if (bytes > BodyMaxBytes)
        {
            throw new ArgumentException(
                $"A message has at most {BodyMaxBytes / 1024} KiB ({BodyMaxBytes} bytes); this one has {bytes} bytes.",
                nameof(body));
        }
    }
}
