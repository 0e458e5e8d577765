using Swarm.Durable.Client;
using Swarm.Durable.History;
using Swarm.Durable.Stores;

namespace Swarm.Tests.Durable.Golden;

/// <summary>Notes every row that an engine stores.</summary>
internal sealed class RecordingStore(IDurableStore inner) : IDurableStore
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<(long Key, int Generation), GoldenInstance> _instances = [];
    private readonly List<(string Kind, byte[] Row)> _others = [];

    internal GoldenHistory Describe(string scenario)
    {
        lock (_lock)
        {
            var history = new GoldenHistory(HistoryVersion.Current, scenario);
            history.Instances.AddRange(_instances.Values.Where(instance => instance.Turns.Count > 0));
            history.OtherRows.AddRange(_others);
            return history;
        }
    }

    public async Task<CreateOutcome> CreateAsync(
        NewInstance instance,
        IReadOnlyCollection<OrchestrationRuntimeStatus> refusedStatuses,
        CancellationToken cancellation = default)
    {
        CreateOutcome outcome = await inner.CreateAsync(instance, refusedStatuses, cancellation);
        lock (_lock)
        {
            NoteInstance(instance, outcome.Key);
        }

        return outcome;
    }

    public async Task<PostOutcome> PostAsync(
        string instanceId, byte[] body, CancellationToken cancellation = default)
    {
        PostOutcome outcome = await inner.PostAsync(instanceId, body, cancellation);
        lock (_lock)
        {
            _others.Add(("message", body));
        }

        return outcome;
    }

    public async Task<TurnOutcome> CommitAsync(TurnCommit commit)
    {
        TurnOutcome outcome = await inner.CommitAsync(commit);
        lock (_lock)
        {
            NoteTurn(commit);
            NoteSent(commit, outcome);
        }

        return outcome;
    }

    public Task SettleAsync(long key, int turns) => inner.SettleAsync(key, turns);

    public Task<RewindOutcome> RewindAsync(
        string instanceId, byte[] body, DateTimeOffset updatedAt, CancellationToken cancellation = default) =>
        NoteAsync(body, inner.RewindAsync(instanceId, body, updatedAt, cancellation));

    public Task<bool> PurgeAsync(string instanceId) => inner.PurgeAsync(instanceId);

    public ValueTask<LoadedInstance?> LoadAsync(string instanceId) => inner.LoadAsync(instanceId);

    public ValueTask<InstanceRecord?> FindAsync(string instanceId, bool withPayloads) =>
        inner.FindAsync(instanceId, withPayloads);

    public ValueTask<InstancePage> ListAsync(InstanceQuery query) => inner.ListAsync(query);

    public IReadOnlyDictionary<OrchestrationRuntimeStatus, long> CountByStatus() => inner.CountByStatus();

    public ValueTask<IReadOnlyList<string>> ListChildrenAsync(string instanceId) =>
        inner.ListChildrenAsync(instanceId);

    public ValueTask<IReadOnlyList<UnfinishedInstance>> ListUnfinishedAsync(long afterKey, int maxInstances) =>
        inner.ListUnfinishedAsync(afterKey, maxInstances);

    private async Task<RewindOutcome> NoteAsync(byte[] message, Task<RewindOutcome> rewind)
    {
        RewindOutcome outcome = await rewind;
        lock (_lock)
        {
            _others.Add(("message", message));
        }

        return outcome;
    }

    private void NoteInstance(NewInstance created, long key)
    {
        _instances[(key, 0)] = new GoldenInstance(
            created.InstanceId, created.Name, created.Version, 0, created.Input, created.Parent);
        if (created.Tags is not null)
        {
            _others.Add(("tags", created.Tags));
        }
    }

    private void NoteTurn(TurnCommit commit)
    {
        GoldenInstance instance = _instances[(commit.Key, commit.Generation)];
        if (commit.NextGeneration is { } next)
        {
            int generation = commit.Generation + 1;
            _instances[(commit.Key, generation)] = new GoldenInstance(
                instance.InstanceId, instance.Name, next.Version, generation, next.Input, instance.Parent);
            _others.AddRange(next.KeptMessages.Select(kept => ("message", kept.Body)));
            return;
        }

        instance.Turns.Add(commit.History!);
        if (commit.SetsCustomStatus)
        {
            instance.CustomStatus = commit.CustomStatus;
        }
    }

    private void NoteSent(TurnCommit commit, TurnOutcome outcome)
    {
        _others.AddRange(commit.Messages.Select(message => ("message", message.Body)));
        for (int i = 0; i < commit.Children.Count; i++)
        {
            if (outcome.ChildKeys[i] == 0)
            {
                _others.Add(("message", commit.Children[i].RefusalMessage));
            }
            else
            {
                NoteInstance(commit.Children[i].Instance, outcome.ChildKeys[i]);
            }
        }

        if (commit.MessageToChildren is not null)
        {
            _others.Add(("message", commit.MessageToChildren));
        }

        if (commit.Failure is not null)
        {
            _others.Add(("failure", commit.Failure));
        }
    }
}
