using System.CommandLine;
using Swarm.Cli.Api;
using Swarm.Cli.Consoles;
using Swarm.Cli.Json;
using Swarm.Cli.Watching;
using Swarm.Contracts;
using Swarm.Contracts.Runs;
using Directive = Swarm.Contracts.Runs.Directive;

namespace Swarm.Cli.Runs;

/// <summary>What is asked of one run: <c>swarm runs pause ID</c> and the like.</summary>
internal static class RunControlCommands
{
    public static IEnumerable<Command> Create(CliContext context, ConnectionOptions options, Option<bool> json)
    {
        var run = new ResultOutput<RunDetail>(context, json, JsonOutput.Indented.RunDetail, Write);
        return
        [
            Control(run, options, "pause", ApiRoutes.PauseRun, "What runs finishes, nothing new begins."),
            Control(run, options, "resume", ApiRoutes.ResumeRun, "Let a paused run go on."),
            Control(run, options, "stop", ApiRoutes.StopRun, "End what runs; the run can be retried."),
            Retry(run, options),
            Rerun(run, options),
            Direct(context, options, json),
        ];
    }

    private static Command Control(
        ResultOutput<RunDetail> output, ConnectionOptions options, string name, string route, string description)
    {
        var reason = Reason();
        var command = IdCommand.Create(options, name, description, "The run.", output, (client, id, parsed) =>
            client.ControlRunAsync(route, id, parsed.GetValue(reason), output.Context.Interrupted));
        command.Options.Add(reason);
        return command;
    }

    private static Command Retry(ResultOutput<RunDetail> output, ConnectionOptions options)
    {
        var reason = Reason();
        var command = IdCommand.Create(
            options,
            "retry",
            "Retry a run that has failed or was stopped; what has completed is kept.",
            "The run.",
            output,
            async (client, id, parsed) =>
            {
                var request = new RetryRunRequest
                {
                    Attempt = await EndedAttemptAsync(client, id, output.Context.Interrupted),
                    Reason = parsed.GetValue(reason),
                };
                return await client.RetryRunAsync(id, request, output.Context.Interrupted);
            });
        command.Options.Add(reason);
        return command;
    }

    private static Command Rerun(ResultOutput<RunDetail> output, ConnectionOptions options)
    {
        var reason = Reason();
        var from = new Option<string>("--from") { Description = "The node's path.", Required = true };
        var iteration = new Option<int?>("--iteration") { Description = "Its iteration; by default its last." };
        var input = Values("--input", "A value for the node: name=text or name:=json.");
        var runInput = Values("--run-input", "An input of the run: name=text or name:=json.");
        var command = IdCommand.Create(
            options,
            "rerun",
            "Run a node again, and everything after it; the rest keeps its results.",
            "The run, which has ended.",
            output,
            async (client, id, parsed) =>
            {
                var request = new RerunRequest
                {
                    Node = parsed.GetRequiredValue(from),
                    Iteration = parsed.GetValue(iteration),
                    Input = RunInputs.Parse(parsed.GetValue(input) ?? []).Inputs,
                    Inputs = RunInputs.Parse(parsed.GetValue(runInput) ?? []).Inputs,
                    Attempt = await EndedAttemptAsync(client, id, output.Context.Interrupted),
                    Reason = parsed.GetValue(reason),
                };
                return await client.RerunAsync(id, request, output.Context.Interrupted);
            });
        command.Options.Add(from);
        command.Options.Add(iteration);
        command.Options.Add(input);
        command.Options.Add(runInput);
        command.Options.Add(reason);
        return command;
    }

    private static Command Direct(CliContext context, ConnectionOptions options, Option<bool> json)
    {
        var text = new Argument<string>("TEXT") { Description = "What is said." };
        var node = new Option<string?>("--node") { Description = "Only for this node and what lies inside of it." };
        var key = new Option<string?>("--key") { Description = "What is said again under a key is said once." };
        var output = new ResultOutput<Directive>(context, json, JsonOutput.Indented.Directive, WriteGiven);
        var command = IdCommand.Create(
            options,
            "directive",
            "Say something to a run; work that starts from now on hears of it.",
            "The run.",
            output,
            (client, id, parsed) =>
            {
                var request = new DirectiveRequest
                {
                    Text = parsed.GetRequiredValue(text),
                    Node = parsed.GetValue(node),
                    Key = parsed.GetValue(key),
                };
                return client.GiveDirectiveAsync(id, request, context.Interrupted);
            });
        command.Arguments.Add(text);
        command.Options.Add(node);
        command.Options.Add(key);
        return command;
    }

    /// <summary>The attempt that has ended, so that the request may be repeated; null while the run goes on.</summary>
    private static async Task<int?> EndedAttemptAsync(
        SwarmClient client, string id, CancellationToken cancellation)
    {
        var run = (await client.GetRunAsync(id, cancellation)).Summary;
        return StatusWords.IsFinal(run.Status) ? run.Attempt : null;
    }

    private static void WriteGiven(CliContext context, Directive given) =>
        context.Out.WriteLine($"Directive {given.Number} reaches the work that starts from now on.");

    private static void Write(CliContext context, RunDetail run)
    {
        var summary = run.Summary;
        var attempt = summary.Attempt > 1 ? $", attempt {summary.Attempt}" : "";
        var paused = summary.Paused ? ", paused" : "";
        context.Out.WriteLine($"Run {summary.Id}: {StatusWords.Of(summary.Status)}{attempt}{paused}.");
    }

    private static Option<string?> Reason() => new("--reason") { Description = "Why, for the run's history." };

    private static Option<string[]> Values(string name, string description) =>
        new(name) { Description = description, AllowMultipleArgumentsPerToken = false };
}
