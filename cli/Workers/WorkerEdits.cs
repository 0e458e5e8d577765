using System.CommandLine;
using Swarm.Cli.Api;
using Swarm.Cli.Consoles;
using Swarm.Contracts.Workers;

namespace Swarm.Cli.Workers;

/// <summary>
/// What people say of a worker beside trust: with whom it is shared, and its labels. Each adds to what is there or
/// takes from it, and demands that nobody has changed it in between.
/// </summary>
internal static class WorkerEdits
{
    /// <summary>Runs a change on one worker; see <see cref="WorkersCommand"/>.</summary>
    public delegate Task<int> Runner(
        ParseResult parsed, string worker, Func<SwarmClient, string, Task<WorkerDetail>> act);

    public static Command Share(CliContext context, Argument<string> worker, Runner run)
    {
        var user = new Argument<string>("USER") { Description = "Whose work it may do as well." };
        var asOwner = new Option<bool>("--as-owner") { Description = "That user may change it, too." };
        var off = new Option<bool>("--off") { Description = "Share it with that user no more." };
        var command = new Command("share", "Let it do another user's work.") { worker, user, asOwner, off };
        command.SetAction((parsed, _) => run(parsed, parsed.GetRequiredValue(worker), (client, id) =>
        {
            var name = parsed.GetRequiredValue(user);
            var role = parsed.GetValue(asOwner) ? WorkerShareRole.Owner : WorkerShareRole.User;
            return ChangeAsync(context, client, id, known =>
            {
                var others = known.Shares.Where(share => share.User != name);
                return new ChangeWorkerRequest
                {
                    Shares = parsed.GetValue(off) ? [.. others] : [.. others, new WorkerShare(name, role)],
                };
            });
        }));
        return command;
    }

    public static Command Label(CliContext context, Argument<string> worker, Runner run) =>
        Labels("label", "Give it labels.", context, worker, run, (known, given) => known.Union(given));

    public static Command Unlabel(CliContext context, Argument<string> worker, Runner run) =>
        Labels(
            "unlabel",
            "Take labels away that people gave it; those of its own configuration stay.",
            context,
            worker,
            run,
            (known, given) => known.Except(given));

    private static Command Labels(
        string name,
        string description,
        CliContext context,
        Argument<string> worker,
        Runner run,
        Func<IEnumerable<string>, IEnumerable<string>, IEnumerable<string>> combine)
    {
        var labels = new Argument<string[]>("LABEL")
        {
            Description = "Small letters, digits, dashes and dots.",
            Arity = ArgumentArity.OneOrMore,
        };
        var command = new Command(name, description) { worker, labels };
        command.SetAction((parsed, _) => run(parsed, parsed.GetRequiredValue(worker), (client, id) =>
            ChangeAsync(context, client, id, known => new ChangeWorkerRequest
            {
                Labels = [.. combine(known.GivenLabels, parsed.GetRequiredValue(labels))],
            })));
        return command;
    }

    private static async Task<WorkerDetail> ChangeAsync(
        CliContext context, SwarmClient client, string id, Func<WorkerDetail, ChangeWorkerRequest> change)
    {
        var known = await client.GetWorkerAsync(id, context.Interrupted);
        return await client.ChangeWorkerAsync(id, change(known), context.Interrupted, known.Summary.Revision);
    }
}
