using Swarm.Contracts;
using Swarm.Contracts.DeadLetters;
using Swarm.Functions.Http;
using Swarm.Functions.Runs;
using Swarm.Functions.Storage;

namespace Swarm.Functions.DeadLetters;

/// <summary>Reads dead letters; they are changed together with their run, by a run transaction.</summary>
public sealed class DeadLetterStore(SwarmTables tables, Projections projections)
{
    internal const string AllList = "dead-letters:all";

    /// <summary>Enters a dead letter into the list; done before it is stored.</summary>
    public Task EnterAsync(string id, DateTimeOffset at, CancellationToken cancellation) =>
        projections.EnterAsync(AllList, at, id, cancellation);

    /// <summary>A dead letter as a caller asks for it.</summary>
    /// <exception cref="ApiProblemException">404: there is no such dead letter.</exception>
    public async Task<DeadLetter> ReadAsync(string id, CancellationToken cancellation) =>
        await FindAsync(id, cancellation) ?? throw NotFound(id);

    /// <summary>A page of those that are wanted, the newest first.</summary>
    public Task<(IReadOnlyList<DeadLetter> Items, string? Next)> ListAsync(
        Func<DeadLetter, bool> isWanted, string? after, int limit, CancellationToken cancellation) =>
        projections.ReadAsync(
            AllList,
            after,
            limit,
            async id => await FindAsync(id, cancellation) is { } letter && isWanted(letter) ? letter : null,
            cancellation);

    public static ApiProblemException NotFound(string id) =>
        Problems.NotFound($"There is no dead letter '{id}'. GET /{ApiRoutes.DeadLetters} lists those that wait.");

    private async Task<DeadLetter?> FindAsync(string id, CancellationToken cancellation)
    {
        var (runId, row) = (DeadLetterDocument.RunIdOf(id), RunRows.DeadLetter(id));
        var type = DeadLettersJsonContext.Default.DeadLetterDocument;
        return (await tables.Runs.FindAsync(runId, row, type, cancellation))?.Document.Letter;
    }
}
