using Swarm.Contracts.Statuses;
using Swarm.WorkerAgent.Mcp;
using Swarm.WorkerAgent.Processes;
using Swarm.WorkerAgent.Tools.Discovery;
using Swarm.WorkerAgent.Tools.Sessions;

namespace Swarm.WorkerAgent.Tools.Prompts;

/// <summary>
/// A tool on the command line that is asked in words. It succeeded if it told its result, the result is no error and
/// not empty, and its exit code is 0: none of the four alone can be trusted.
/// </summary>
internal sealed class PromptTool(
    string name,
    PromptToolSettings settings,
    IDialect dialect,
    IReadOnlyCollection<string> passedVariables,
    CommandRunner runner,
    ProgramSearch programs,
    SessionBook sessions,
    TimeProvider time)
    : ITool
{
    /// <summary>How long it may take to end its turn once its question waits.</summary>
    private static readonly TimeSpan AskedLimit = TimeSpan.FromMinutes(1);

    public string Name => name;

    public ToolCapabilities Capabilities => dialect.Capabilities;

    public string? FindMistake() => settings.FindMistake();

    public Task<ToolHealth> CheckAsync(CancellationToken cancellation) =>
        programs.AskVersionAsync([settings.Program, .. settings.VersionArguments], Passed, cancellation);

    public async Task<ToolResult> ExecuteAsync(ToolCall call)
    {
        var mistake = Capabilities.FindMistake(name, call.Item)
            ?? CommandEnvironment.FindMistake(call.Item.Ai!.Environment);
        if (mistake is not null)
        {
            return ToolResult.Hopeless(mistake);
        }

        if (ProgramSearch.Find(settings.Program) is not { } program)
        {
            var trouble = new ToolTrouble($"There is no program '{settings.Program}' any more.");
            return ToolResult.Refuse(trouble, time.GetUtcNow());
        }

        var resume = FindSession(call);
        var work = Continuation.Of(
            call.Item.Ai!, call.Item.Answers, call.State, resume is not null, call.IsRestored);
        CommandSpec spec;
        try
        {
            var mcp = call.Channel is { } channel ? McpConnection.To(channel.Address) : null;
            spec = Describe(program, new PromptCall(work, resume, call.Folder) { Mcp = mcp }, call);
        }
        catch (ArgumentException e)
        {
            return ToolResult.Hopeless(e.Message);
        }

        var transcript = new Transcript(call.Output) { OnUsage = used => call.Claim.Used = used };
        var end = await runner.RunAsync(
            spec,
            call.Folder,
            call.Claim,
            call.Output,
            call.Item.Timeout,
            (process, watchdog) =>
            {
                transcript.OnEnd = () => watchdog.Settle(Watchdog.LingerLimit);
                if (call.Desk is { } desk)
                {
                    desk.OnAsked = () => watchdog.Settle(AskedLimit);
                }

                return Task.WhenAll(
                    OutputReader.ReadAsync(dialect, process.StandardOutput, transcript, watchdog.Touch),
                    call.Output.ReadErrorsAsync(process.StandardError, watchdog.Touch));
            });
        transcript.OnEnd = null;
        dialect.Finish(transcript, end.ExitCode, call.Output.Stderr);
        transcript.Usage = transcript.Usage with { Resumed = resume is not null };
        KeepSession(call, transcript, resume);
        call.Output.Answer(transcript.Answer);
        return Judge(call, end, transcript) with { Usage = transcript.Usage, Trouble = transcript.Trouble };
    }

    private IReadOnlyCollection<string> Passed =>
        [.. passedVariables, .. CommandEnvironment.NamesWith(dialect.Variables)];

    private CommandSpec Describe(string program, PromptCall prompt, ToolCall call)
    {
        var environment = CommandEnvironment.ForCommand(call.Item, call.Item.Ai!.Environment, Passed);
        foreach (var unwanted in dialect.UnwantedVariables)
        {
            environment.Remove(unwanted);
        }

        foreach (var (variable, value) in dialect.Environment(prompt))
        {
            // What its user has set there already stays.
            environment.TryAdd(variable, value);
        }

        return new CommandSpec([program, .. settings.Arguments, .. dialect.Arguments(prompt)], environment)
        {
            Tool = name,
            Program = program,
            Keeps = dialect.Keeps,
            Input = dialect.Input(prompt),
            IdleLimit = settings.IdleLimit,
            Channel = call.Channel?.Folder,
        };
    }

    private string? FindSession(ToolCall call)
    {
        if (call.Conversation is { } held && Capabilities.Sessions)
        {
            call.Output.Say("The conversation in which it asked goes on.");
            return held;
        }

        if (call.Item.Ai!.Session is not { } wanted)
        {
            return null;
        }

        var session = Capabilities.Sessions ? sessions.Find(call.Item) : null;
        call.Output.Say(session is null
            ? $"The conversation '{wanted}' begins anew: this worker does not hold it."
            : $"The conversation '{wanted}' goes on.");
        return session;
    }

    private void KeepSession(ToolCall call, Transcript transcript, string? resumed)
    {
        if (transcript.HasResult)
        {
            sessions.Keep(call.Item, transcript.Usage.Session);
        }
        else if (resumed is not null)
        {
            // It may be that the tool has lost it; the next try must not fail for the same reason.
            sessions.Forget(call.Item);
        }
    }

    private ToolResult Judge(ToolCall call, CommandEnd end, Transcript transcript)
    {
        var isCut = end.How is EndedHow.TimeLimit or EndedHow.Silence && !transcript.HasResult;
        if (isCut || end.How is EndedHow.Claim or EndedHow.NotStarted or EndedHow.NoSandbox or EndedHow.Excess)
        {
            return ToolResult.Of(end, call.Item.Timeout);
        }

        if (FindProblem(end, transcript, call) is not { } problem)
        {
            return new ToolResult(WorkItemOutcome.Completed, end.ExitCode);
        }

        return transcript.Trouble is { } trouble
            ? ToolResult.Refuse(trouble with { Reason = problem }, time.GetUtcNow())
            : new ToolResult(WorkItemOutcome.Failed, end.ExitCode, problem, Retryable: !transcript.IsHopeless);
    }

    private static string? FindProblem(CommandEnd end, Transcript transcript, ToolCall call)
    {
        if (!transcript.HasResult)
        {
            var last = call.Output.Stderr.TrimEnd().Split('\n')[^1];
            var why = transcript.Complaint ?? last;
            return $"It ended with exit code {end.ExitCode} and told no result. {why}".TrimEnd();
        }

        return transcript.Problem
            ?? (string.IsNullOrWhiteSpace(transcript.Answer) ? "It answered nothing." : null)
            ?? (end.ExitCode is null or 0 ? null : $"It told success and ended with exit code {end.ExitCode}.");
    }
}
