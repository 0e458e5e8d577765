using Swarm.Functions.Content;
using Swarm.Functions.Orchestrations;
using Swarm.Functions.Storage;

namespace Swarm.Functions.Scopes;

/// <summary>Stores the workflows that lie inside of a run.</summary>
public sealed class ScopeStore(SwarmTables tables, LargeDocuments documents)
{
    /// <summary>
    /// Fixes what a workflow is. What was fixed before stays, unless an attempt of the run did that of which nothing is
    /// kept in it.
    /// </summary>
    /// <returns>What is fixed now.</returns>
    public Task<ScopeDocument> FixAsync(
        RunReference scope, ScopeDocument document, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(scope);
        return Contention.RetryAsync(
            $"the workflow '{scope.Scope}' in run '{scope.RunId}'",
            () => TryFixAsync(scope, document with { RunAttempt = scope.Attempt }, cancellation),
            cancellation);
    }

    private async Task<ScopeDocument?> TryFixAsync(
        RunReference scope, ScopeDocument document, CancellationToken cancellation)
    {
        var (key, type) = (ScopeRows.Scope(scope.Scope), ScopesJsonContext.Default.ScopeDocument);
        var known = await tables.Runs.FindAsync(scope.RunId, key, cancellation);
        var floor = scope.KeepFloor == 0 ? scope.Attempt : scope.KeepFloor;
        if (known is not null
            && await documents.FindAsync(scope.RunId, key, type, cancellation) is { } fixedBefore
            && Math.Max(1, fixedBefore.RunAttempt) >= floor)
        {
            return fixedBefore;
        }

        var row = await documents.ToRowAsync(scope.RunId, key, document, type, cancellation);
        if (known is null)
        {
            return await tables.Runs.AddAsync(row, cancellation) ? document : null;
        }

        row.ETag = known.ETag;
        return await tables.Runs.ReplaceAsync(row, cancellation) ? document : null;
    }
}
