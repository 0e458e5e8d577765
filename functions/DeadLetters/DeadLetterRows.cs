using Swarm.Functions.Events;
using Swarm.Functions.Runs;

namespace Swarm.Functions.DeadLetters;

/// <summary>Dead letters inside a run transaction.</summary>
internal static class DeadLetterRows
{
    public static Task<DeadLetterDocument?> FindDeadLetterAsync(
        this RunTransaction transaction, string id, CancellationToken cancellation) =>
        transaction.FindAsync(
            RunRows.DeadLetter(id), DeadLettersJsonContext.Default.DeadLetterDocument, cancellation);

    public static void Save(this RunTransaction transaction, DeadLetterDocument document) => transaction.Save(
        RunRows.DeadLetter(document.Letter.Id), document, DeadLettersJsonContext.Default.DeadLetterDocument);

    /// <summary>The run counts those of its nodes that wait for somebody to decide.</summary>
    public static async Task ChangeRunAsync(
        this RunTransaction transaction, Func<RunDocument, RunDocument> change, CancellationToken cancellation)
    {
        var type = RunsJsonContext.Default.RunDocument;
        if (await transaction.FindAsync(RunRows.Run, type, cancellation) is { } run)
        {
            transaction.Save(change(run));
        }
    }
}
