using Swarm.Functions.Retention;

namespace Swarm.Functions.Content;

/// <summary>Content is not taken, and nothing of it was kept.</summary>
public sealed class ContentRefusedException(ContentRefusal refusal, string message) : Exception(message)
{
    public ContentRefusal Refusal { get; } = refusal;

    public static ContentRefusedException OtherHash(ContentHash wanted, ContentHash actual) => new(
        ContentRefusal.OtherHash, $"The content has the SHA-256 {actual}, not {wanted}. Send it again.");

    public static ContentRefusedException TooLarge(long maxBytes) => new(
        ContentRefusal.TooLarge, $"One value may have {maxBytes} bytes at most.");

    public static ContentRefusedException Full(long maxBytes) => new(
        ContentRefusal.Full,
        $"The content store is full: it holds {maxBytes} bytes at most. Remove runs that are no longer needed "
        + $"('{RetentionSettings.KeepRuns}'), or raise '{ContentSettings.MaxBytesTotal}'.");
}
