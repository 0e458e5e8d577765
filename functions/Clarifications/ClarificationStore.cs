using Swarm.Contracts;
using Swarm.Contracts.Clarifications;
using Swarm.Functions.Http;
using Swarm.Functions.Storage;

namespace Swarm.Functions.Clarifications;

/// <summary>Reads questions; they are changed together with their run, by a run transaction.</summary>
public sealed class ClarificationStore(SwarmTables tables, Projections lists)
{
    internal const string AllList = "questions:all";
    internal const string OpenList = "questions:open";

    /// <summary>Enters a question into the lists; done before it is stored.</summary>
    public async Task EnterAsync(string id, DateTimeOffset askedAt, CancellationToken cancellation)
    {
        await lists.EnterAsync(AllList, askedAt, id, cancellation);
        await lists.EnterAsync(OpenList, askedAt, id, cancellation);
    }

    /// <summary>Takes a question off the list of open ones.</summary>
    public Task LeaveAsync(Clarification closed, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(closed);
        return lists.LeaveAsync(OpenList, closed.AskedAt, closed.Id, cancellation);
    }

    /// <summary>A question as a caller asks for it.</summary>
    /// <exception cref="ApiProblemException">404: there is no such question.</exception>
    public async Task<Clarification> ReadAsync(string id, CancellationToken cancellation) =>
        await FindAsync(id, cancellation) ?? throw NotFound(id);

    /// <summary>A page of the questions, the newest first.</summary>
    public Task<(IReadOnlyList<Clarification> Items, string? Next)> ListAsync(
        bool onlyOpen, string? runId, string? after, int limit, CancellationToken cancellation) =>
        lists.ReadAsync(
            onlyOpen ? OpenList : AllList,
            after,
            limit,
            async (id, at) =>
            {
                // Asked again after a crash, it has a second place in the list, which is not its own.
                var found = await FindAsync(id, cancellation);
                return found?.AskedAt == at
                    && (!onlyOpen || found.Status == ClarificationStatus.Open)
                    && (runId is null || found.RunId == runId)
                        ? found
                        : null;
            },
            cancellation);

    public static ApiProblemException NotFound(string id) =>
        Problems.NotFound($"There is no question '{id}'. GET /{ApiRoutes.Questions} lists all.");

    private async Task<Clarification?> FindAsync(string id, CancellationToken cancellation)
    {
        var (runId, row) = (ClarificationRows.RunIdOf(id), ClarificationRows.Row(id));
        var type = ClarificationsJsonContext.Default.Clarification;
        return runId.Length == 0 ? null : (await tables.Runs.FindAsync(runId, row, type, cancellation))?.Document;
    }
}
