namespace Swarm.WorkerAgent.Channels;

/// <summary>What the agent answers.</summary>
/// <param name="Text">The answer, in words or as JSON.</param>
/// <param name="IsError">True when it could not be done; the text says why.</param>
/// <param name="IsWaiting">True when the answer comes later and the command is to end now.</param>
internal sealed record ChannelReply(string Text, bool IsError = false, bool IsWaiting = false)
{
    /// <summary>What people have said meanwhile.</summary>
    public IReadOnlyList<string> News { get; init; } = [];

    public static ChannelReply Error(string text) => new(text, IsError: true);
}
