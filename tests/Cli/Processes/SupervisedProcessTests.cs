using Swarm.Cli;
using Swarm.Cli.Processes;
using Swarm.Tests.Cli.Servers;

namespace Swarm.Tests.Cli.Processes;

public sealed class SupervisedProcessTests : IDisposable
{
    private static readonly SupervisorOptions Quick = new()
    {
        FirstPause = TimeSpan.FromMilliseconds(1),
        LongestPause = TimeSpan.FromMilliseconds(10),
        MaxDeaths = 3,
    };

    private readonly TemporaryFile folder = new("");
    private readonly List<string> told = [];
    private readonly TaskCompletionSource died = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task It_is_ready_when_it_says_so()
    {
        using var process = Supervise("echo starting; echo Ready on 7; exec sleep 600");

        Assert.Equal("Ready on 7", await StartAsync(process));

        await process.StopAsync(CliRun.Limit, hurry: false, CancellationToken.None);
        await process.Kept.WaitAsync(CliRun.Limit, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Its_own_words_are_passed_on_when_it_cannot_start()
    {
        using var process = Supervise("echo Port 7071 is taken. >&2; exit 5");

        var failed = await Assert.ThrowsAsync<CliException>(() => StartAsync(process));

        Assert.Equal(3, failed.ExitCode);
        Assert.Contains("Port 7071 is taken.", failed.Message);
    }

    [Fact]
    public async Task It_is_started_again_when_it_dies_and_given_up_after_too_many_deaths()
    {
        var lives = Path.Combine(folder.Folder, "lives");
        using var process = Supervise($"echo x >> '{lives}'; echo Ready; exit 7");

        await StartAsync(process);
        var failed = await Assert.ThrowsAsync<CliException>(
            () => process.Kept.WaitAsync(CliRun.Limit, TestContext.Current.CancellationToken));

        Assert.Contains("exit code 7", failed.Message);
        Assert.Equal(3, File.ReadAllLines(lives).Length);
        Assert.Equal(2, told.Count);
    }

    [Fact]
    public async Task An_exit_code_that_says_hopeless_is_believed()
    {
        using var process = Supervise("echo Ready; echo No key. >&2; exit 4");

        await StartAsync(process);
        var failed = await Assert.ThrowsAsync<CliException>(
            () => process.Kept.WaitAsync(CliRun.Limit, TestContext.Current.CancellationToken));

        Assert.Contains("No key.", failed.Message);
        Assert.Empty(told);
    }

    [Fact]
    public async Task The_terminals_interrupt_does_not_reach_it()
    {
        using var process = Supervise("kill -INT $$; kill -HUP $$; echo Ready; exec sleep 600");

        Assert.Equal("Ready", await StartAsync(process));
    }

    [Fact]
    public async Task One_that_died_lives_once_more_to_clean_up_when_it_is_stopped_before_it_could()
    {
        var mark = Path.Combine(folder.Folder, "died");
        using var process = Supervise(
            $"if [ -e '{mark}' ]; then rm '{mark}'; echo Clean; exec sleep 600; fi; : > '{mark}'; echo Ready; exit 9",
            Quick with { FirstPause = TimeSpan.FromMinutes(10), LongestPause = TimeSpan.FromMinutes(10) });
        await StartAsync(process);
        await died.Task.WaitAsync(CliRun.Limit, TestContext.Current.CancellationToken);

        await process.StopAsync(CliRun.Limit, hurry: true, CancellationToken.None);

        Assert.False(File.Exists(mark));
        await process.Kept.WaitAsync(CliRun.Limit, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task One_that_does_not_hear_is_killed_with_all_that_it_started()
    {
        var mark = Path.Combine(folder.Folder, "child");
        using var process = Supervise($"trap '' TERM; sleep 600 & echo $! > '{mark}'; echo Ready; wait; wait");
        await StartAsync(process);
        var child = System.Diagnostics.Process.GetProcessById(int.Parse(File.ReadAllText(mark)));

        await process.StopAsync(TimeSpan.FromMilliseconds(50), hurry: false, CancellationToken.None);

        await child.WaitForExitAsync(TestContext.Current.CancellationToken)
            .WaitAsync(CliRun.Limit, TestContext.Current.CancellationToken);
    }

    private static Task<string> StartAsync(SupervisedProcess process) =>
        process.StartAsync(TestContext.Current.CancellationToken);

    private SupervisedProcess Supervise(string script, SupervisorOptions? options = null) => new(
        new ProcessSpec
        {
            Name = "sample",
            FileName = "/bin/sh",
            Arguments = ["-c", script],
            LogFile = Path.Combine(folder.Folder, "logs", "sample.log"),
            ReadyLine = "Ready",
            HopelessExitCodes = [4],
            CleansUpAtStart = true,
        },
        options ?? Quick,
        TimeProvider.System,
        sentence =>
        {
            told.Add(sentence);
            died.TrySetResult();
        });
}
