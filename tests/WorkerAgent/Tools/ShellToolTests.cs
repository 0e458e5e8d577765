using Swarm.Contracts.Statuses;
using Swarm.Contracts.WorkItems;
using Swarm.Tests.WorkerAgent.Kit;
using Swarm.WorkerAgent.Claims;
using Swarm.WorkerAgent.Folders;
using Swarm.WorkerAgent.Output;
using Swarm.WorkerAgent.Processes;
using Swarm.WorkerAgent.Redaction;
using Swarm.WorkerAgent.Tools;

namespace Swarm.Tests.WorkerAgent.Tools;

public sealed class ShellToolTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task An_exit_code_that_is_not_accepted_is_a_failure_that_tells_both()
    {
        var (result, _) = await RunAsync(new ShellWork { Script = "exit 3", Accept = [0, 1] });

        Assert.Equal((WorkItemOutcome.Failed, 3), (result.Outcome, result.ExitCode));
        Assert.Equal("The command ended with exit code 3; accepted: 0, 1.", result.Reason);
    }

    [Fact]
    public async Task An_accepted_exit_code_is_success()
    {
        var (result, _) = await RunAsync(new ShellWork { Script = "exit 1", Accept = [0, 1] });

        Assert.Equal((WorkItemOutcome.Completed, 1), (result.Outcome, result.ExitCode));
    }

    [Fact]
    public async Task A_script_stops_at_its_first_failing_line()
    {
        var (result, output) = await RunAsync(new ShellWork { Script = "echo a\nfalse\necho b" });

        Assert.Equal((1, "a\n"), (result.ExitCode, output.Stdout));
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_exit_code_127_with_a_reason()
    {
        var (result, output) = await RunAsync(new ShellWork { Run = ["no-such-program", "x"] });

        Assert.Equal((WorkItemOutcome.Failed, 127), (result.Outcome, result.ExitCode));
        Assert.Contains("cannot run 'no-such-program'", output.Stderr, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Both_forms_or_none_are_refused_for_good(bool both)
    {
        var (result, _) = await RunAsync(both ? new ShellWork { Run = ["true"], Script = "true" } : new ShellWork());

        Assert.Equal((WorkItemOutcome.Failed, false), (result.Outcome, result.Retryable));
    }

    [Theory]
    [InlineData("A=B", "x")]
    [InlineData("", "x")]
    [InlineData("A", "x\0LD_PRELOAD=y")]
    public async Task A_variable_that_would_become_another_is_refused(string name, string value)
    {
        var environment = new Dictionary<string, string> { [name] = value };

        var (result, _) = await RunAsync(new ShellWork { Run = ["true"], Environment = environment });

        Assert.Equal((WorkItemOutcome.Failed, false), (result.Outcome, result.Retryable));
    }

    [Fact]
    public async Task The_command_is_in_a_session_of_its_own_with_no_input_and_default_signals()
    {
        // The last program takes the shell's place: a shell blocks signals for moments of its own.
        var (_, output) = await RunAsync(new ShellWork
        {
            Script = "read x || echo no input; cut -d' ' -f1,6 /proc/$$/stat; "
                + "exec grep -E 'Sig(Ign|Blk)' /proc/self/status",
        });

        var lines = output.Stdout.Split('\n');
        var ids = lines[1].Split(' ');
        Assert.Equal("no input", lines[0]);
        Assert.Equal(ids[0], ids[1]);
        Assert.Equal(["SigBlk:\t0000000000000000", "SigIgn:\t0000000000000000"], lines[2..4]);
    }

    [Fact]
    public async Task What_the_command_leaves_in_the_background_ends_with_it()
    {
        var (result, output) = await RunAsync(new ShellWork { Script = "sleep 600 & echo $!" });

        Assert.Equal(WorkItemOutcome.Completed, result.Outcome);
        Assert.False(AgentProcess.IsAlive(output.Stdout.Trim()));
    }

    [Fact]
    public async Task Work_over_its_time_is_interrupted_and_may_clean_up()
    {
        var (result, output) = await RunAsync(
            new ShellWork { Script = "trap 'echo cleaned; exit 0' INT; while :; do sleep 0.05; done" },
            TimeSpan.FromSeconds(1));

        Assert.Equal(WorkItemOutcome.TimedOut, result.Outcome);
        Assert.Equal("cleaned\n", output.Stdout);
    }

    [Fact]
    public async Task A_cancel_ends_even_what_ignores_signals_and_has_left_the_group()
    {
        // Job control (-m) gives the background job a process group of its own within the session.
        var job = "sh -c 'trap \"\" INT TERM; echo $$; while :; do sleep 0.1; done'";
        var script = $"trap '' INT TERM; set -m 2>&-; {job} & while :; do sleep 0.1; done";
        var clock = new ManualClock();
        using var run = Start(new ShellWork { Script = script }, TimeSpan.FromHours(1), clock);
        var pid = await run.FirstLineAsync();

        run.Claim.End(EndReason.Cancelled);
        await clock.TimerDueInAsync(TimeSpan.FromSeconds(7.5));
        clock.Advance(TimeSpan.FromSeconds(7.5));
        await clock.TimerDueInAsync(TimeSpan.FromSeconds(2.5));
        Assert.True(AgentProcess.IsAlive(pid));
        clock.Advance(TimeSpan.FromSeconds(2.5));

        Assert.Equal(WorkItemOutcome.Cancelled, (await run.Result).Outcome);
        Assert.False(AgentProcess.IsAlive(pid));
    }

    private async Task<(ToolResult Result, WorkOutput Output)> RunAsync(ShellWork shell, TimeSpan? timeout = null)
    {
        using var run = Start(shell, timeout ?? TimeSpan.FromMinutes(2), TimeProvider.System);
        return (await run.Result.WaitAsync(TimeSpan.FromMinutes(1)), run.Output);
    }

    private ToolRun Start(ShellWork shell, TimeSpan timeout, TimeProvider time)
    {
        var item = WorkItems.Shell(shell) with { Timeout = timeout };
        var work = WorkFolder.Create(new DataFolder(folder.Path), item);
        Directory.CreateDirectory(work.Tree);
        return new ToolRun(item, work, time);
    }

    private sealed class ToolRun : IDisposable
    {
        private readonly LogFile log;

        public ToolRun(WorkItem item, WorkFolder folder, TimeProvider time)
        {
            log = new LogFile(folder.LogFile);
            Claim = new Claim(item);
            Output = new WorkOutput(log, Redactor.None, time);
            Result = new ShellTool([], new CommandRunner(time)).ExecuteAsync(new ToolCall(item, Claim, folder, Output));
        }

        public Claim Claim { get; }

        public WorkOutput Output { get; }

        public Task<ToolResult> Result { get; }

        public async Task<string> FirstLineAsync()
        {
            await log.Grew.WaitAsync(TimeSpan.FromMinutes(1), TimeProvider.System, CancellationToken.None);
            return log.Read(0, 10, 1000).Lines.First(line => line.Stream == "stdout").Text;
        }

        public void Dispose()
        {
            log.Dispose();
            Claim.Dispose();
        }
    }
}
