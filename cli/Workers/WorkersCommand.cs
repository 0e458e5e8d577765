using System.CommandLine;
using Swarm.Cli.Api;
using Swarm.Cli.Consoles;
using Swarm.Cli.Json;
using Swarm.Contracts.Workers;

namespace Swarm.Cli.Workers;

/// <summary><c>swarm workers</c>: who works, how busy the machines are, and what people decide about them.</summary>
internal static class WorkersCommand
{
    public static Command Create(CliContext context, ConnectionOptions options)
    {
        var json = new Option<bool>("--json") { Description = "Write JSON instead of text.", Recursive = true };
        var command = new Command("workers", "List workers.")
        {
            json,
            ForOne("show", "Show one with its tools, load and what holds it back.", context, options, json,
                (client, id) => client.GetWorkerAsync(id, context.Interrupted)),
            ForOne("drain", "Let it finish what it has and take no more.", context, options, json,
                (client, id) => client.DrainWorkerAsync(id, context.Interrupted)),
            ForOne("resume", "Let it take work again.", context, options, json,
                (client, id) => client.ResumeWorkerAsync(id, context.Interrupted)),
            ForOne("revoke", "End its key and give its work to others at once.", context, options, json,
                (client, id) => client.RevokeWorkerAsync(id, context.Interrupted)),
            Trust(context, options, json),
            WorkerEdits.Share(context, WorkerArgument(), Run),
            WorkerEdits.Label(context, WorkerArgument(), Run),
            WorkerEdits.Unlabel(context, WorkerArgument(), Run),
            Why(context, options, json),
        };
        command.SetAction(async (parsed, _) =>
        {
            using var client = options.Connect(parsed, context);
            var page = await client.ListWorkersAsync(context.Interrupted);
            if (parsed.GetValue(json))
            {
                JsonOutput.Write(context.Out, page, JsonOutput.Indented.ListPageWorkerSummary);
            }
            else
            {
                WorkerText.WriteTable(context, page.Items);
            }

            return ExitCodes.Ok;
        });
        return command;

        Task<int> Run(ParseResult parsed, string worker, Func<SwarmClient, string, Task<WorkerDetail>> act) =>
            ActAsync(context, options, parsed, worker, parsed.GetValue(json), act);
    }

    private static Command Trust(CliContext context, ConnectionOptions options, Option<bool> json)
    {
        var off = new Option<bool>("--off") { Description = "Trust it no more." };
        var worker = WorkerArgument();
        var command = new Command("trust", "Let it see sensitive work.") { worker, off };
        command.SetAction((parsed, _) => ActAsync(
            context, options, parsed, parsed.GetRequiredValue(worker), parsed.GetValue(json), (client, id) =>
            {
                var change = new ChangeWorkerRequest { Trusted = !parsed.GetValue(off) };
                return client.ChangeWorkerAsync(id, change, context.Interrupted);
            }));
        return command;
    }

    private static Command Why(CliContext context, ConnectionOptions options, Option<bool> json)
    {
        var item = new Argument<string>("WORK-ITEM") { Description = "The work item, as events name it." };
        var command = new Command("why", "Tell which worker got a work item, and why not the others.") { item };
        command.SetAction(async (parsed, _) =>
        {
            using var client = options.Connect(parsed, context);
            var decision = await client.GetAllocationAsync(parsed.GetRequiredValue(item), context.Interrupted);
            if (parsed.GetValue(json))
            {
                JsonOutput.Write(context.Out, decision, JsonOutput.Indented.AllocationDecision);
            }
            else
            {
                WorkerText.Write(context, decision);
            }

            return ExitCodes.Ok;
        });
        return command;
    }

    private static Command ForOne(
        string name,
        string description,
        CliContext context,
        ConnectionOptions options,
        Option<bool> json,
        Func<SwarmClient, string, Task<WorkerDetail>> act)
    {
        var worker = WorkerArgument();
        var command = new Command(name, description) { worker };
        command.SetAction((parsed, _) => ActAsync(
            context, options, parsed, parsed.GetRequiredValue(worker), parsed.GetValue(json), act));
        return command;
    }

    private static Argument<string> WorkerArgument() =>
        new("WORKER") { Description = "Its id, or its name if no other has the same." };

    private static async Task<int> ActAsync(
        CliContext context,
        ConnectionOptions options,
        ParseResult parsed,
        string worker,
        bool isJson,
        Func<SwarmClient, string, Task<WorkerDetail>> act)
    {
        using var client = options.Connect(parsed, context);
        var detail = await act(client, await FindIdAsync(client, worker, context.Interrupted));
        if (isJson)
        {
            JsonOutput.Write(context.Out, detail, JsonOutput.Indented.WorkerDetail);
        }
        else
        {
            WorkerText.Write(context, detail);
        }

        return ExitCodes.Ok;
    }

    private static async Task<string> FindIdAsync(SwarmClient client, string worker, CancellationToken cancellation)
    {
        var page = await client.ListWorkersAsync(cancellation);
        var named = page.Items.Where(known => known.Name == worker).ToList();
        return named.Count switch
        {
            // What is no name is an id, which the control plane knows or not.
            0 => worker,
            1 => named[0].Id,
            _ => throw CliException.WrongInput(
                $"{named.Count} workers are called '{worker}': {string.Join(", ", named.Select(known => known.Id))}. "
                + "Give the id."),
        };
    }
}
