using Swarm.Durable.History;
using Swarm.Durable.Stores;

namespace Swarm.Tests.Durable.Simulations;

/// <summary>Bugs that somebody could write tomorrow. The simulator must find every one.</summary>
internal static class DeliberateBugs
{
    internal static IReadOnlyDictionary<string, Bug> All { get; } = new Dictionary<string, Bug>
    {
        ["consumed messages stay"] = OnCommit(commit => commit with { ConsumedMessages = [] }),
        ["the wake time is not stored"] = OnCommit(commit => commit with { WakeAt = null }),
        ["running activities are not recovered"] = OnCommit(commit => commit with { MustRecover = false }),
        ["activities that nobody awaits are not recovered"] =
            OnCommit(commit => commit with { MustRecover = commit.MustRecover && !commit.IsEnd }),
        ["children are not created"] = OnCommit(commit => commit with { Children = [] }),
        ["children are not rewound"] = OnCommit(commit => commit with { Rewinds = [] }),
        ["a failed instance drops its inbox"] = OnLoad(loaded => loaded.Turns.Count > 0
            && RowCodec.DecodeTurn(loaded.Turns[^1]).Completion is not null
                ? loaded with { Inbox = [.. loaded.Inbox.TakeLast(1)] }
                : loaded),
        ["messages are not sent"] = OnCommit(commit => commit with { Messages = [] }),
        ["the custom status is not stored"] = OnCommit(commit => commit with { SetsCustomStatus = false }),
        ["the output is not stored"] = OnCommit(commit => commit with { Output = null }),
        ["the end is not stored"] = OnCommit(commit => commit with { IsEnd = false }),
        ["kept events are dropped"] = OnCommit(commit => commit.NextGeneration is { } next
            ? commit with { NextGeneration = next with { KeptMessages = [] } }
            : commit),
        ["the next generation gets the old input"] = OnCommit(commit => commit.NextGeneration is { } next
            ? commit with { NextGeneration = next with { Input = null } }
            : commit),
        ["a new instance loses its parent"] = OnCommit(commit => commit with
        {
            Children = [.. commit.Children.Select(child => child with
            {
                Instance = child.Instance with { Parent = null },
            })],
        }),
        ["the last turn is not read"] = OnLoad(loaded => loaded with { Turns = [.. loaded.Turns.SkipLast(1)] }),
        ["the last message is not read"] = OnLoad(loaded => loaded with { Inbox = [.. loaded.Inbox.SkipLast(1)] }),
        ["messages are read in the wrong order"] =
            OnLoad(loaded => loaded with { Inbox = [.. loaded.Inbox.Reverse()] }),
        ["a message is taken twice"] = OnLoad(loaded => loaded with { LastMessageId = 0 }),
        ["a message is taken for one that was read"] =
            OnLoad(loaded => loaded with { LastMessageId = loaded.LastMessageId + 5 }),
        ["a restart does not wake"] = new Bug { Unfinished = instance => instance with { MustWake = false } },
        ["a restart forgets timers"] = new Bug { Unfinished = instance => instance with { WakeAt = null } },
        ["nobody is told of messages"] = new Bug { Outcome = outcome => outcome with { Delivered = [] } },
        ["children are not started"] =
            new Bug { Outcome = outcome => outcome with { ChildKeys = [.. outcome.ChildKeys.Select(_ => 0L)] } },
        ["an entity's consumed messages stay"] = OnEntity(commit => commit with { ConsumedMessages = [] }),
        ["an entity's state is not stored"] = OnEntity(commit => commit with { SetsState = false }),
        ["a lock is not stored"] = OnEntity(commit => commit with { LockedBy = null }),
        ["what entities send is not sent"] = OnEntity(commit => commit with { Messages = [] }),
        ["orchestrations that entities start are not created"] = OnEntity(commit => commit with { Starts = [] }),
        ["messages to entities are read in the wrong order"] =
            OnLoadEntity(loaded => loaded with { Inbox = Reverse(loaded.Inbox) }),
        ["the rest of the inbox of an entity is not read"] =
            OnLoadEntity(loaded => loaded with { Inbox = loaded.Inbox with { HasMore = false } }),
        ["a page of an inbox is not read"] =
            new Bug { ReadInbox = page => page.HasMore ? page : page with { Messages = [] } },
        ["a lock is not read"] =
            OnLoadEntity(loaded => loaded with { Record = loaded.Record with { LockedBy = null } }),
        ["locks are not given back at the end"] = OnCommit(commit => commit.IsEnd || commit.NextGeneration is not null
            ? commit with { Messages = [.. commit.Messages.Where(message => !IsRelease(message))] }
            : commit),
        ["client messages are not stored"] = new Bug { LosesPosts = true },
        ["client messages are stored twice"] = new Bug { DoublesPosts = true },
        ["messages are sent twice"] =
            OnCommit(commit => commit with { Messages = [.. commit.Messages, .. commit.Messages] }),
        ["messages are delivered twice"] = new Bug
        {
            Outcome = outcome => outcome with { Delivered = [.. outcome.Delivered, .. outcome.Delivered] },
        },
        ["what an ended instance left running is never settled"] = new Bug { LosesSettling = true },
        ["a turn in which nothing happened is stored"] = OnCommit(commit => commit with
        {
            History = commit.History is null || commit.IsEnd
                ? commit.History
                : RowCodec.EncodeTurn(new TurnRecord(commit.UpdatedAt.UtcDateTime, [], [], null)),
        }),
    };

    private static Bug OnCommit(Func<TurnCommit, TurnCommit> change) => new() { Commit = change };

    private static InboxPage Reverse(InboxPage page) => page with { Messages = [.. page.Messages.Reverse()] };

    private static Bug OnEntity(Func<EntityCommit, EntityCommit> change) => new() { CommitEntity = change };

    private static Bug OnLoadEntity(Func<LoadedEntity, LoadedEntity> change) => new() { LoadEntity = change };

    private static bool IsRelease(OutgoingMessage message) =>
        RowCodec.DecodeMessage(message.Body).Event is EntityLockRelease;

    private static Bug OnLoad(Func<LoadedInstance, LoadedInstance> change) => new() { Load = change };
}
