using System.CommandLine;
using System.Text.Json;
using Swarm.Cli.Api;
using Swarm.Cli.Consoles;
using Swarm.Cli.Git;
using Swarm.Cli.Json;
using Swarm.Cli.Local;
using Swarm.Cli.Watching;
using Swarm.Contracts.Runs;

namespace Swarm.Cli.Demos;

/// <summary><c>swarm demo</c>: a real workflow on a real repository, to a merged and tagged result.</summary>
internal static class DemoCommand
{
    private const int Slots = 2;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(15);

    public static Command Create(CliContext context)
    {
        var keep = new Option<bool>("--keep") { Description = "Keep everything: no later demo removes it." };
        var json = new Option<bool>("--json")
        {
            Description = "Write the result as JSON; progress goes to standard error.",
        };
        var ai = new Option<bool>("--ai")
        {
            Description = "Let the AI tools of this machine write, review and repair; exit code 3 if there is none.",
        };
        var command = new Command("demo", "Run a real workflow on a fresh repository.") { keep, json, ai };
        command.SetAction((parsed, _) =>
            RunAsync(context, parsed.GetValue(keep), parsed.GetValue(json), parsed.GetValue(ai)));
        return command;
    }

    private static async Task<int> RunAsync(CliContext context, bool keep, bool json, bool withAi)
    {
        var began = context.Time.GetTimestamp();
        await GitCommand.DemandInstalledAsync(context.Interrupted);
        var words = json ? context.Error : context.Out;
        var ai = withAi ? await AiDemo.FindAsync(context, words) : null;
        using var folder = DemoFolder.Create(context.Environment, context.Time.GetLocalNow(), keep);
        words.WriteLine($"Demo in {folder.Path}");
        await DemoRepository.CreateAsync(folder.Repository, context.Interrupted);
        words.WriteLine("Made a git repository. Starting a control plane and a worker…");

        DemoReport report;
        await using (var swarm = await StartAsync(context, folder, ai))
        {
            try
            {
                var text = ai?.ToWorkflow() ?? DemoRepository.WorkflowText();
                var run = await FollowAsync(context, swarm, folder, text, words, json);
                var inspection = new DemoInspection(new GitCommand(folder.Repository));
                report = await inspection.InspectAsync(folder, run, context.Interrupted);
            }
            catch (OperationCanceledException) when (context.Interrupted.IsCancellationRequested)
            {
                context.Error.WriteLine("Interrupted; ending control plane and worker.");
                throw;
            }
            finally
            {
                await swarm.StopAsync(hurry: true);
            }
        }

        report = report with { Took = context.Time.GetElapsedTime(began) };
        return Tell(context, folder, report, keep, json);
    }

    private static Task<LocalSwarm> StartAsync(CliContext context, DemoFolder folder, AiDemo? ai) =>
        LocalSwarm.StartAsync(
            context,
            new LocalSwarmOptions
            {
                Data = folder.Data,
                Address = new Uri("http://127.0.0.1:0"),
                WorkerName = "demo",
                Slots = Slots,
                Tools = ai?.Tools ?? LocalSwarmOptions.Shell,
            },
            context.Interrupted);

    private static async Task<RunDetail> FollowAsync(
        CliContext context, LocalSwarm swarm, DemoFolder folder, string workflowText, TextWriter words, bool json)
    {
        using var client = swarm.Connect();
        var patience = new Patience(context.Time);
        var workflow = await patience.AskAsync(
            () => client.StoreWorkflowAsync(workflowText, context.Interrupted), context.Interrupted);
        var run = await patience.AskAsync(
            () => BeginAsync(client, workflow.Summary.Id, folder, context), context.Interrupted);
        words.WriteLine($"Control plane on {swarm.Address}, run {run.Id} of workflow {run.WorkflowName}.");
        words.WriteLine();

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(context.Interrupted);
        limit.CancelAfter(Limit);
        var watched = new RunWatch(context, client).FollowAsync(run.Id, json, limit.Token);
        await await Task.WhenAny(watched, swarm.Kept);
        try
        {
            return await watched;
        }
        catch (OperationCanceledException) when (!context.Interrupted.IsCancellationRequested)
        {
            throw new CliException(
                ExitCodes.RunFailed,
                $"The demo did not end within {Limit.TotalMinutes:0} minutes; see {folder.Data.Path}.");
        }
    }

    // Starting a run twice makes two. If the answer got lost, the run is there: nobody else starts any in this folder.
    private static async Task<RunSummary> BeginAsync(
        SwarmClient client, string workflowId, DemoFolder folder, CliContext context)
    {
        var runs = await client.ListRunsAsync(1, context.Interrupted);
        if (runs.Items is [var begun])
        {
            return begun;
        }

        var repository = JsonElement.Parse($"\"{JsonEncodedText.Encode(folder.Repository)}\"");
        var request = new ExecuteWorkflowRequest
        {
            Inputs = new Dictionary<string, JsonElement> { ["repository"] = repository },
        };
        return (await client.ExecuteAsync(workflowId, request, context.Interrupted)).Summary;
    }

    private static int Tell(CliContext context, DemoFolder folder, DemoReport report, bool keep, bool json)
    {
        if (json)
        {
            JsonOutput.Write(context.Out, report, CliJsonContext.Default.DemoReport);
        }
        else
        {
            DemoReportText.Write(context, report);
        }

        if (report.Problem is not null)
        {
            var logs = Path.Combine(folder.Data.Path, "logs");
            throw new CliException(ExitCodes.RunFailed, $"The demo failed: {report.Problem}. Logs: {logs}");
        }

        if (!keep)
        {
            folder.RemoveProcessData();
        }

        return ExitCodes.Ok;
    }
}
