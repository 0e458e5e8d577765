using System.Collections.Concurrent;
using Swarm.Contracts;
using Swarm.Core.Ids;
using Swarm.Core.Workflows;
using Swarm.Functions.Http;
using Swarm.Functions.Storage;

namespace Swarm.Functions.Workflows;

/// <summary>The stored workflows and their versions.</summary>
public sealed class WorkflowStore(SwarmTables tables, Projections projections, UlidGenerator ids, TimeProvider time)
    : IDisposable
{
    private const string AllWorkflows = "workflows:all";

    /// <summary>How many versions stay in memory. They never change, so what is remembered is never old.</summary>
    private const int MaxRemembered = 256;

    private readonly Gates _counters = new();

    private readonly ConcurrentDictionary<(string Id, int Version), WorkflowVersion> _remembered = [];

    /// <summary>
    /// Stores a file: the same text again is the same version, another text of this name the next one.
    /// </summary>
    /// <param name="definition">What the file means.</param>
    /// <param name="source">The file.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    /// <param name="isListed">False for one that somebody else keeps, such as a task.</param>
    /// <returns>The workflow, and whether a version was made.</returns>
    public async Task<(WorkflowVersion Stored, bool Made)> SaveAsync(
        WorkflowDefinition definition, string source, CancellationToken cancellation, bool isListed = true)
    {
        ArgumentNullException.ThrowIfNull(definition);

        // Name, then list, then head: after a crash in between, the next request for this name goes on from there.
        var name = await EnsureNameAsync(definition.Name, cancellation);
        if (isListed)
        {
            await projections.EnterAsync(AllWorkflows, name.CreatedAt, name.WorkflowId, cancellation);
        }

        var saved = await Contention.RetryAsync(
            $"workflow '{definition.Name}'", () => TrySaveAsync(name, definition, source, cancellation), cancellation);
        return (saved.Stored, saved.Made);
    }

    /// <summary>The workflow's newest version number and facts, or null.</summary>
    public async Task<WorkflowDocument?> FindAsync(string id, CancellationToken cancellation) =>
        (await FindHeadAsync(id, cancellation))?.Document;

    /// <summary>A version, or null.</summary>
    public async Task<WorkflowVersion?> FindVersionAsync(string id, int version, CancellationToken cancellation)
    {
        if (_remembered.TryGetValue((id, version), out var known))
        {
            return known;
        }

        var row = await tables.Workflows.FindAsync(id, WorkflowRows.Version(version), cancellation);
        if (row is null)
        {
            return null;
        }

        if (_remembered.Count >= MaxRemembered)
        {
            _remembered.Clear();
        }

        return _remembered[(id, version)] = WorkflowRows.ReadVersion(row);
    }

    /// <summary>A version as a caller asks for it: by number, or the newest.</summary>
    /// <exception cref="ApiProblemException">404: there is no such workflow or version.</exception>
    public async Task<WorkflowVersion> ReadVersionAsync(string id, int? version, CancellationToken cancellation)
    {
        var head = await FindAsync(id, cancellation)
            ?? throw Problems.NotFound($"There is no workflow '{id}'. GET /{ApiRoutes.Workflows} lists all.");
        return await FindVersionAsync(id, version ?? head.Version, cancellation)
            ?? throw Problems.NotFound(
                $"Workflow '{head.Name}' has no version {version}; its newest is {head.Version}.");
    }

    /// <summary>A version of the workflow that has a name, by number or the newest; null when there is none.</summary>
    public async Task<WorkflowVersion?> FindByNameAsync(string name, int? version, CancellationToken cancellation)
    {
        var type = WorkflowsJsonContext.Default.WorkflowNameDocument;
        var known = await tables.Workflows.FindAsync(
            WorkflowRows.NamePartition, WorkflowRows.Name(name), type, cancellation);
        var head = known is null ? null : await FindAsync(known.Document.WorkflowId, cancellation);
        return head is null ? null : await FindVersionAsync(head.Id, version ?? head.Version, cancellation);
    }

    /// <summary>A version that a run keeps.</summary>
    /// <exception cref="InvalidOperationException">There is no such version.</exception>
    public async Task<WorkflowVersion> GetVersionAsync(string id, int version, CancellationToken cancellation) =>
        await FindVersionAsync(id, version, cancellation)
        ?? throw new InvalidOperationException(
            $"Version {version} of workflow '{id}' has no row. It was probably deleted while a run of it went on.");

    /// <summary>A page of all workflows, the newest first.</summary>
    public Task<(IReadOnlyList<WorkflowDocument> Items, string? Next)> ListAsync(
        string? after, int limit, CancellationToken cancellation) =>
        projections.ReadAsync(AllWorkflows, after, limit, id => FindAsync(id, cancellation), cancellation);

    /// <summary>The number of the workflow's next run. A run that is then not stored leaves a gap.</summary>
    public async Task<int> NextRunNumberAsync(string id, CancellationToken cancellation)
    {
        var counter = await _counters.PassAsync(
            id,
            () => Contention.RetryAsync(
                $"the run counter of workflow '{id}'", () => TryCountAsync(id, cancellation), cancellation),
            cancellation);
        return counter.Last;
    }

    public void Dispose() => _counters.Dispose();

    private async Task<WorkflowNameDocument> EnsureNameAsync(string name, CancellationToken cancellation)
    {
        var type = WorkflowsJsonContext.Default.WorkflowNameDocument;
        var key = WorkflowRows.Name(name);
        var wanted = new WorkflowNameDocument(ids.Next(), time.GetUtcNow());
        return await Contention.RetryAsync(
            $"the name '{name}'",
            async () =>
            {
                var known = await tables.Workflows.FindAsync(WorkflowRows.NamePartition, key, type, cancellation);
                if (known is not null)
                {
                    return known.Document;
                }

                var row = Documents.ToRow(WorkflowRows.NamePartition, key, wanted, type);
                return await tables.Workflows.AddAsync(row, cancellation) ? wanted : null;
            },
            cancellation);
    }

    private async Task<Saved?> TrySaveAsync(
        WorkflowNameDocument name, WorkflowDefinition definition, string source, CancellationToken cancellation)
    {
        var hash = WorkflowRows.Hash(source);
        var head = await FindHeadAsync(name.WorkflowId, cancellation);
        if (head?.Document is { } known && known.ContentHash == hash)
        {
            return new Saved((await FindVersionAsync(known.Id, known.Version, cancellation))!, Made: false);
        }

        var document = new WorkflowDocument
        {
            Id = name.WorkflowId,
            Name = definition.Name,
            Version = (head?.Document.Version ?? 0) + 1,
            Pattern = definition.Pattern,
            NodeCount = definition.Nodes.Count,
            ContentHash = hash,
            CreatedAt = name.CreatedAt,
            UpdatedAt = time.GetUtcNow(),
        };
        var version = new WorkflowVersion(document, source, definition);
        var transaction = new TableTransaction(document.Id);
        transaction.Save(WorkflowRows.ToHeadRow(document, head?.ETag ?? default));
        transaction.Add(WorkflowRows.ToVersionRow(version));
        return await tables.Workflows.CommitAsync(transaction, cancellation) ? new Saved(version, Made: true) : null;
    }

    private Task<Stored<WorkflowDocument>?> FindHeadAsync(string id, CancellationToken cancellation) =>
        tables.Workflows.FindAsync(
            id, WorkflowRows.Head, WorkflowsJsonContext.Default.WorkflowDocument, cancellation);

    private async Task<RunCounterDocument?> TryCountAsync(string id, CancellationToken cancellation)
    {
        var type = WorkflowsJsonContext.Default.RunCounterDocument;
        var known = await tables.Workflows.FindAsync(id, WorkflowRows.RunCounter, type, cancellation);
        var next = new RunCounterDocument((known?.Document.Last ?? 0) + 1);
        var row = Documents.ToRow(id, WorkflowRows.RunCounter, next, type, known?.ETag ?? default);
        return await tables.Workflows.SaveAsync(row, cancellation) ? next : null;
    }

    private sealed record Saved(WorkflowVersion Stored, bool Made);
}
