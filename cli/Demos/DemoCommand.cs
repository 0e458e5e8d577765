using System.CommandLine;
using System.Text.Json;
using Swarm.Cli.Consoles;
using Swarm.Cli.Git;
using Swarm.Cli.Json;
using Swarm.Cli.Local;
using Swarm.Cli.Progress;
using Swarm.Contracts.Runs;

namespace Swarm.Cli.Demos;

/// <summary><c>swarm demo</c>: a real workflow on a real repository, from nothing to a merged and tagged result.</summary>
internal static class DemoCommand
{
    private const int Slots = 2;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(15);

    public static Command Create(CliContext context)
    {
        var keep = new Option<bool>("--keep") { Description = "Keep everything: no later demo removes it." };
        var json = new Option<bool>("--json") { Description = "Write the result as JSON; progress goes to standard error." };
        var command = new Command("demo", "Run a real workflow on a fresh repository and show what happens.") { keep, json };
        command.SetAction((parsed, _) => RunAsync(context, parsed.GetValue(keep), parsed.GetValue(json)));
        return command;
    }

    private static async Task<int> RunAsync(CliContext context, bool keep, bool json)
    {
        var began = context.Time.GetTimestamp();
        await GitCommand.DemandInstalledAsync(context.Interrupted);
        using var folder = DemoFolder.Create(context.Environment, context.Time.GetLocalNow(), keep);
        var words = json ? context.Error : context.Out;
        words.WriteLine($"Demo in {folder.Path}");
        await DemoRepository.CreateAsync(folder.Repository, context.Interrupted);
        words.WriteLine($"Made a git repository of {Directory.GetFiles(folder.Repository).Length} files. Starting control plane and worker…");

        DemoReport report;
        await using (var swarm = await StartAsync(context, folder))
        {
            try
            {
                var run = await FollowAsync(context, swarm, folder, words, json);
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

    private static Task<LocalSwarm> StartAsync(CliContext context, DemoFolder folder) =>
        LocalSwarm.StartAsync(
            context,
            new LocalSwarmOptions
            {
                Data = folder.Data,
                Address = new Uri("http://127.0.0.1:0"),
                WorkerName = "demo",
                Slots = Slots,
            },
            context.Interrupted);

    private static async Task<RunDetail> FollowAsync(
        CliContext context, LocalSwarm swarm, DemoFolder folder, TextWriter words, bool json)
    {
        using var client = swarm.Connect();
        var workflow = await client.StoreWorkflowAsync(DemoRepository.WorkflowText(), context.Interrupted);
        var repository = JsonElement.Parse($"\"{JsonEncodedText.Encode(folder.Repository)}\"");
        var run = await client.ExecuteAsync(
            workflow.Id,
            new ExecuteWorkflowRequest { Inputs = new Dictionary<string, JsonElement> { ["repository"] = repository } },
            context.Interrupted);
        words.WriteLine($"Control plane on {swarm.Address}, run {run.Summary.Id} of workflow {workflow.Name}.");
        words.WriteLine();

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(context.Interrupted);
        limit.CancelAfter(Limit);
        var watched = new RunWatch(context, client).FollowAsync(run.Summary.Id, json, limit.Token);
        await await Task.WhenAny(watched, swarm.Kept);
        try
        {
            return await watched;
        }
        catch (OperationCanceledException) when (!context.Interrupted.IsCancellationRequested)
        {
            throw new CliException(
                ExitCodes.RunFailed, $"The demo did not end within {Limit.TotalMinutes:0} minutes; see {folder.Data.Path}.");
        }
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
            throw new CliException(
                ExitCodes.RunFailed, $"The demo failed: {report.Problem}. Logs: {Path.Combine(folder.Data.Path, "logs")}");
        }

        if (!keep)
        {
            folder.RemoveProcessData();
        }

        return ExitCodes.Ok;
    }
}
