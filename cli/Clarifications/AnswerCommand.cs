using System.CommandLine;
using Swarm.Cli.Api;
using Swarm.Cli.Consoles;
using Swarm.Cli.Json;

namespace Swarm.Cli.Clarifications;

/// <summary><c>swarm answer</c>: answers what a work item asks.</summary>
internal static class AnswerCommand
{
    public static Command Create(CliContext context, ConnectionOptions options)
    {
        var json = new Option<bool>("--json") { Description = "Write JSON instead of text." };
        var id = new Argument<string>("ID") { Description = "The question; `swarm questions` lists them." };
        var text = new Argument<string[]>("TEXT")
        {
            Description = "What the work is to go on with.",
            Arity = ArgumentArity.OneOrMore,
        };
        var command = new Command("answer", "Answer what a work item asks; it goes on with that.") { id, text, json };
        command.SetAction(async (parsed, _) =>
        {
            using var client = options.Connect(parsed, context);
            var answer = string.Join(' ', parsed.GetRequiredValue(text));
            var answered = await client.AnswerQuestionAsync(
                parsed.GetRequiredValue(id), answer, context.Interrupted);
            if (parsed.GetValue(json))
            {
                JsonOutput.Write(context.Out, answered, JsonOutput.Indented.Clarification);
            }
            else
            {
                ClarificationText.Write(context, answered);
            }

            return ExitCodes.Ok;
        });
        return command;
    }
}
