using Swarm.Durable.Stores;

namespace Swarm.Durable.Sqlite.Stores;

/// <summary>About how many bytes a write of the store has: its payloads, a byte for a character of text.</summary>
internal static class StoreSizes
{
    internal static long Of(NewInstance instance) => Of(instance.Input) + Of(instance.Tags);

    internal static long Of(TurnCommit commit) =>
        Of(commit.History)
        + Of(commit.CustomStatus)
        + Of(commit.Output)
        + Of(commit.Failure)
        + Of(commit.NextGeneration)
        + commit.Children.Sum(child => Of(child.Instance))
        + commit.Rewinds.Sum(child => Of(child.Start.Instance))
        + commit.Messages.Sum(message => Of(message.Body));

    internal static long Of(EntityCommit commit) =>
        Of(commit.State) + commit.Starts.Sum(Of) + commit.Messages.Sum(message => Of(message.Body));

    private static long Of(NextGeneration? next) =>
        next is null ? 0 : Of(next.Input) + next.KeptMessages.Sum(message => Of(message.Body));

    private static long Of(string? text) => text?.Length ?? 0;

    private static long Of(byte[]? bytes) => bytes?.Length ?? 0;
}
