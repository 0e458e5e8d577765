using System.Net;
using System.Net.Sockets;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.WorkItems;
using Swarm.Tests.Shared;
using Swarm.Tests.WorkerAgent.Kit;
using Swarm.WorkerAgent.Claims;
using Swarm.WorkerAgent.Folders;
using Swarm.WorkerAgent.Output;
using Swarm.WorkerAgent.Policies;
using Swarm.WorkerAgent.Processes;
using Swarm.WorkerAgent.Redaction;
using Swarm.WorkerAgent.Tools;

namespace Swarm.Tests.WorkerAgent.Sandboxes;

/// <summary>The sandbox really denies.</summary>
public sealed class BubblewrapTests : IDisposable
{
    private readonly SandboxBench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task A_file_outside_can_neither_be_read_nor_written()
    {
        var (secret, made) = (bench.At("secret"), bench.At("made"));
        File.WriteAllText(secret, "of the owner");
        var script = $"cat {secret}; echo x > {made}; echo x > /etc/made; echo x > mine; cat mine";

        var inside = await bench.RunAsync(bench.Bubblewrap(new OwnerPolicy()), $"set +e\n{script}");
        var outside = await bench.RunAsync(bench.Find(OwnerPolicy.None), $"cat {secret}");

        Assert.Equal("x\n", inside.Output.Stdout);
        Assert.Equal("of the owner", outside.Output.Stdout);
        Assert.False(File.Exists(made));
    }

    [Fact]
    public async Task Neither_a_PATH_of_the_work_item_nor_the_program_it_names_makes_a_folder_seen()
    {
        var (keys, program) = (bench.At("home/keys"), bench.At("home/keys/program"));
        Directory.CreateDirectory(keys);
        ProgramFile.Write(program, "#!/bin/sh\necho run\n");
        var path = new Dictionary<string, string> { ["PATH"] = $"/usr/bin:/bin:{keys}" };
        var sandbox = bench.Bubblewrap(new OwnerPolicy());

        var searched = await bench.RunAsync(
            sandbox, new ShellWork { Run = ["sh", "-c", $"cat {program} || echo unseen"], Environment = path });
        var named = await bench.RunAsync(sandbox, new ShellWork { Run = [program] });

        Assert.Equal("unseen\n", searched.Output.Stdout);
        Assert.Equal((WorkItemOutcome.Failed, ""), (named.Result.Outcome, named.Output.Stdout));
    }

    [Fact]
    public async Task The_agents_own_key_and_the_work_of_others_are_not_there()
    {
        File.WriteAllText(bench.Data.IdentityFile, "key");
        var script = $"ls {bench.Data.Root}; ls {bench.Data.Work}; ls -A $HOME; cat /etc/shadow";

        var (_, output) = await bench.RunAsync(
            bench.Bubblewrap(new OwnerPolicy()), $"set +e\nHOME={bench.At("home")}\n{script}");

        Assert.DoesNotContain("identity", output.Stdout, StringComparison.Ordinal);
        Assert.DoesNotContain("root:", output.Stdout, StringComparison.Ordinal);
        Assert.Equal(3, output.Stdout.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task The_network_is_there_only_if_the_owner_allows_it()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var script = $"exec bash -c 'echo hello > /dev/tcp/127.0.0.1/{port}'";

        var denied = await bench.RunAsync(bench.Bubblewrap(new OwnerPolicy { Network = [] }), script);
        var allowed = await bench.RunAsync(bench.Bubblewrap(new OwnerPolicy { Network = ["shell"] }), script);

        Assert.Equal(WorkItemOutcome.Failed, denied.Result.Outcome);
        Assert.Equal(WorkItemOutcome.Completed, allowed.Result.Outcome);
    }

    [Fact]
    public async Task A_fork_bomb_is_ended_with_all_that_it_became()
    {
        // Enough of it lives on to be seen, whatever becomes of the shells that cannot start another; and it doubles
        // eleven times only, so that a machine on which nothing stops it lives on.
        const string bomb = """
            for i in $(seq 40); do sleep 600 & done
            b() { [ $1 = 11 ] && exec sleep 600; b $(($1+1)) & b $(($1+1)) & wait; }
            b 0 &
            wait
            """;
        var limits = new Limits { Processes = 30 };
        var sandbox = bench.Bubblewrap(new OwnerPolicy { Limits = limits });
        var marker = $"bomb-{Guid.NewGuid():N}";

        var (result, _) = await bench.RunAsync(sandbox, $"export MARK={marker}\n{bomb}", limits);

        Assert.Equal((WorkItemOutcome.Failed, false), (result.Outcome, result.Retryable));
        Assert.Contains("limits.processes", result.Reason, StringComparison.Ordinal);
        Assert.Empty(ProcessTable.ListMarked("MARK", marker));
    }

    /// <summary>
    /// Nobody looks while it goes on, as the clock stands still. The system itself refuses the next process.
    /// </summary>
    [Fact]
    public async Task What_bursts_at_the_hard_limit_has_failed_whatever_its_exit_code()
    {
        Assert.SkipUnless(ProcessLimit.IsAvailable, "This machine lets the agent make no control groups.");
        const string burst = "(for i in $(seq 400); do sleep 600 & done) || echo burst";
        var limits = new Limits { Processes = 30 };
        var sandbox = bench.Bubblewrap(new OwnerPolicy { Limits = limits });

        var (result, output) = await bench.RunAsync(sandbox, burst, limits, clock: new ManualClock());

        Assert.Contains("burst", output.Stdout, StringComparison.Ordinal);
        Assert.Contains("fork", output.Stderr, StringComparison.OrdinalIgnoreCase);
        Assert.Equal((WorkItemOutcome.Failed, false), (result.Outcome, result.Retryable));
        Assert.Contains("limits.processes", result.Reason, StringComparison.Ordinal);
    }

    /// <summary>
    /// They once were Bubblewrap's own variables as well: whatever a loader, a shell or a library reads from there
    /// acted before there was a sandbox.
    /// </summary>
    [Fact]
    public async Task The_variables_of_a_work_item_are_for_the_inside_alone()
    {
        var spied = bench.At("spied");
        Directory.CreateDirectory(spied);
        var variables = new Dictionary<string, string>
        {
            ["LD_DEBUG"] = "libs",
            ["LD_DEBUG_OUTPUT"] = Path.Combine(spied, "loader"),
            ["GREETING"] = "two\nlines",
        };
        const string script = "echo \"$GREETING, $LD_DEBUG\"";
        var work = new ShellWork { Script = script, Environment = variables };

        var (_, output) = await bench.RunAsync(bench.Bubblewrap(new OwnerPolicy()), work);

        Assert.Contains("two\nlines, libs\n", output.Stdout, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(spied));
    }

    [Fact]
    public async Task What_a_command_left_behind_is_found_inside_as_well()
    {
        var marker = $"left-{Guid.NewGuid():N}";

        var (result, _) = await bench.RunAsync(
            bench.Bubblewrap(new OwnerPolicy()), $"export MARK={marker}\nsetsid sleep 600 > /dev/null 2>&1 &");

        Assert.Equal(WorkItemOutcome.Completed, result.Outcome);
        Assert.Empty(ProcessTable.ListMarked("MARK", marker));
    }

    [Fact]
    public async Task It_sees_no_processes_but_its_own()
    {
        var (_, output) = await bench.RunAsync(
            bench.Bubblewrap(new OwnerPolicy()), $"[ -d /proc/{Environment.ProcessId} ] && echo seen || echo unseen");

        Assert.Equal("unseen\n", output.Stdout);
    }

    [Fact]
    public async Task The_pointer_to_the_repository_cannot_be_changed_and_the_repository_only_be_read()
    {
        var repository = await TestRepository.CreateAsync(bench.At("repository"));
        var sandbox = bench.Bubblewrap(new OwnerPolicy());
        var item = WorkItems.Script(
            "set +e; git log --format=%s; echo gitdir: /tmp/evil > .git; rm -f .git; mv .git x; "
            + $"echo x > {repository.At(".git/config")}; cat .git | cut -c1-7");
        var work = WorkFolder.Create(bench.Data, item);
        await repository.GitAsync("worktree", "add", "--quiet", "--detach", work.Tree);
        var before = File.ReadAllText(repository.At(".git/config"));

        using var log = new LogFile(work.LogFile);
        using var claim = new Claim(item);
        var output = new WorkOutput(
            log, Redactor.None, TimeProvider.System);
        var runner = new CommandRunner(sandbox.Sandbox, new Limits(), TimeProvider.System);
        await new ShellTool([], runner).ExecuteAsync(
            new ToolCall(item, claim, work, output));

        Assert.Equal("first\ngitdir:\n", output.Stdout);
        Assert.Equal(before, File.ReadAllText(repository.At(".git/config")));
    }

    [Fact]
    public async Task A_cancel_lets_the_command_clean_up()
    {
        var (result, output) = await bench.RunAsync(
            bench.Bubblewrap(new OwnerPolicy()),
            "trap 'echo cleaned; exit 0' INT; echo > ready; while :; do sleep 0.05; done",
            meanwhile: (work, claim) =>
            {
                SpinWait.SpinUntil(() => File.Exists(Path.Combine(work.Tree, "ready")), TimeSpan.FromSeconds(30));
                claim.End(EndReason.Cancelled);
            });

        Assert.Equal(WorkItemOutcome.Cancelled, result.Outcome);
        Assert.Equal("cleaned\n", output.Stdout);
    }

    [Fact]
    public async Task What_the_owner_shows_can_be_read_or_changed()
    {
        Directory.CreateDirectory(bench.At("shown"));
        Directory.CreateDirectory(bench.At("cache"));
        File.WriteAllText(bench.At("shown/file"), "hello\n");
        var policy = new OwnerPolicy { Read = [bench.At("shown")], Write = [bench.At("cache")] };

        var (_, output) = await bench.RunAsync(
            bench.Bubblewrap(policy),
            $"set +e; cd {bench.At("")}; cat shown/file; echo x > shown/new; echo x > cache/new");

        Assert.Equal("hello\n", output.Stdout);
        Assert.False(File.Exists(bench.At("shown/new")));
        Assert.True(File.Exists(bench.At("cache/new")));
    }
}
