using Swarm.Durable.Stores;

namespace Swarm.Tests.Durable.Simulations;

/// <summary>What a deliberate bug changes on its way between engine and store.</summary>
internal sealed class Bug
{
    internal Func<NewInstance, NewInstance> Create { get; init; } = static instance => instance;

    internal Func<TurnCommit, TurnCommit> Commit { get; init; } = static commit => commit;

    internal Func<TurnOutcome, TurnOutcome> Outcome { get; init; } = static outcome => outcome;

    internal Func<LoadedInstance, LoadedInstance> Load { get; init; } = static loaded => loaded;

    internal Func<EntityCommit, EntityCommit> CommitEntity { get; init; } = static commit => commit;

    internal Func<LoadedEntity, LoadedEntity> LoadEntity { get; init; } = static loaded => loaded;

    internal Func<InboxPage, InboxPage> ReadInbox { get; init; } = static page => page;

    internal Func<UnfinishedInstance, UnfinishedInstance> Unfinished { get; init; } = static instance => instance;

    /// <summary>Whether messages of clients are told as stored but are not.</summary>
    internal bool LosesPosts { get; init; }

    /// <summary>Whether messages of clients are stored twice.</summary>
    internal bool DoublesPosts { get; init; }

    /// <summary>Whether the end of what an ended instance left running is not stored.</summary>
    internal bool LosesSettling { get; init; }
}
