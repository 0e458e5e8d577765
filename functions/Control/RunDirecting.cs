using System.Text.Json;
using Swarm.Contracts.Json;
using Swarm.Contracts.Runs;
using Swarm.Functions.Events;
using Swarm.Functions.Http;
using Swarm.Functions.Runs;

namespace Swarm.Functions.Control;

/// <summary>
/// Hands what people say to runs to the work that starts from then on. It stands in the control row, which every claim
/// reads: there is nothing else to tell.
/// </summary>
public sealed class RunDirecting(RunStore runs, RunTransactions transactions)
{
    public const int TextMaxChars = 4_000;

    /// <summary>All texts of a run together: every piece of work is handed all of them.</summary>
    public const int AllMaxChars = 32_000;

    public const int MaxDirectives = 100;

    /// <summary>Says something to a run; what was said under the same key is not said again.</summary>
    /// <exception cref="ApiProblemException">404: no such run; 409: it has ended, or has been told enough.</exception>
    public async Task<Directive> GiveAsync(
        string runId, DirectiveRequest request, string? by, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        await runs.ReadAsync(runId, cancellation);
        return await transactions.ChangeAsync(
            runId, transaction => StoreAsync(transaction, request, by, cancellation), cancellation);
    }

    /// <summary>What was said to a run.</summary>
    /// <exception cref="ApiProblemException">404: there is no such run.</exception>
    public async Task<IReadOnlyList<Directive>> ListAsync(string runId, CancellationToken cancellation)
    {
        await runs.ReadAsync(runId, cancellation);
        return (await runs.FindControlAsync(runId, cancellation))?.Directives ?? [];
    }

    private static async Task<Directive> StoreAsync(
        RunTransaction transaction, DirectiveRequest request, string? by, CancellationToken cancellation)
    {
        var run = await transaction.FindRunAsync(cancellation);
        var control = await transaction.FindControlAsync(cancellation) ?? ControlDocument.Empty(transaction.Now);
        var known = control.Directives ?? [];
        if (request.Key is not null && known.FirstOrDefault(one => one.Key == request.Key) is { } given)
        {
            return given.Text == request.Text && given.Node == request.Node
                ? given
                : throw Problems.Conflict($"Something else was said under the key '{request.Key}'.");
        }

        Check(run, control, known, request);
        var directive = new Directive
        {
            Number = known.Count + 1,
            Text = request.Text,
            Node = request.Node,
            Key = request.Key,
            At = transaction.Now,
            By = by,
        };
        transaction.Save(control.Direct(directive, transaction.Now));
        transaction.Tell(
            $"directive:{directive.Number}",
            RunEventTypes.DirectiveGiven,
            directive.Node,
            data: JsonSerializer.SerializeToElement(directive, SwarmJsonContext.Default.Directive));
        return directive;
    }

    private static void Check(
        RunDocument run, ControlDocument control, IReadOnlyList<Directive> known, DirectiveRequest request)
    {
        ControlProblems.DemandGoingOn(run, control);
        if (known.Count >= MaxDirectives || known.Sum(one => one.Text.Length) + request.Text.Length > AllMaxChars)
        {
            throw Problems.Conflict(
                $"Run '{run.Id}' has been told as much as it can be: {MaxDirectives} directives, "
                + $"{AllMaxChars} characters together.");
        }
    }
}
