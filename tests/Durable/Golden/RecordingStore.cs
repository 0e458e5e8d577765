using Swarm.Durable.Client;
using Swarm.Durable.History;
using Swarm.Durable.Stores;
using Swarm.Simulator;

namespace Swarm.Tests.Durable.Golden;

/// <summary>Notes every row that an engine stores.</summary>
internal sealed class RecordingStore(IDurableStore inner) : PassThroughStore(inner)
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

    public override async Task<CreateOutcome> CreateAsync(
        NewInstance instance,
        IReadOnlyCollection<OrchestrationRuntimeStatus> refusedStatuses,
        CancellationToken cancellation = default)
    {
        CreateOutcome outcome = await base.CreateAsync(instance, refusedStatuses, cancellation);
        lock (_lock)
        {
            NoteInstance(instance, outcome.Key);
        }

        return outcome;
    }

    public override async Task<PostOutcome> PostAsync(
        string instanceId, byte[] body, CancellationToken cancellation = default)
    {
        PostOutcome outcome = await base.PostAsync(instanceId, body, cancellation);
        lock (_lock)
        {
            _others.Add(("message", body));
        }

        return outcome;
    }

    public override async Task<TurnOutcome> CommitAsync(TurnCommit commit)
    {
        TurnOutcome outcome = await base.CommitAsync(commit);
        lock (_lock)
        {
            NoteTurn(commit);
            NoteSent(commit, outcome);
        }

        return outcome;
    }

    public override async Task<TurnOutcome> CommitEntityAsync(EntityCommit commit)
    {
        TurnOutcome outcome = await base.CommitEntityAsync(commit);
        lock (_lock)
        {
            _others.AddRange(commit.Messages.Select(message => ("message", message.Body)));
            for (int i = 0; i < commit.Starts.Count; i++)
            {
                NoteInstance(commit.Starts[i], outcome.ChildKeys[i]);
            }
        }

        return outcome;
    }

    public override async Task<RewindOutcome> RewindAsync(
        string instanceId, byte[] body, DateTimeOffset updatedAt, CancellationToken cancellation = default)
    {
        RewindOutcome outcome = await base.RewindAsync(instanceId, body, updatedAt, cancellation);
        lock (_lock)
        {
            _others.Add(("message", body));
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
