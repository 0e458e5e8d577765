using Microsoft.Extensions.Logging.Abstractions;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.WorkItems;
using Swarm.Tests.Shared;
using Swarm.Tests.WorkerAgent.Kit;
using Swarm.WorkerAgent.Claims;
using Swarm.WorkerAgent.Folders;
using Swarm.WorkerAgent.Policies;
using Swarm.WorkerAgent.Processes;
using Swarm.WorkerAgent.Recovery;
using Swarm.WorkerAgent.Sandboxes;

namespace Swarm.Tests.WorkerAgent.Sandboxes;

/// <summary>How a container engine is called, told by a fake one; no engine runs where the tests do.</summary>
public sealed class ContainerTests : IDisposable
{
    private readonly SandboxBench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task A_command_runs_in_the_owners_image_within_his_limits_and_its_container_is_removed()
    {
        var policy = new OwnerPolicy
        {
            Image = "debian:13",
            Network = [],
            Limits = new Limits { Cpus = 2, MemoryBytes = 1 << 30, Processes = 100 },
            Read = ["/opt/sdk"],
        };

        var (result, _) = await bench.RunAsync(Container(policy), "true");

        Assert.Equal(WorkItemOutcome.Completed, result.Outcome);
        var calls = File.ReadAllLines(bench.At("calls"));
        Assert.Equal("run", calls[0]);
        Assert.Superset(
            new HashSet<string>
            {
                "--network=none", "--cap-drop=ALL", "--security-opt=no-new-privileges", "--cpus=2",
                "--memory=1073741824", "--pids-limit=100", "debian:13",
                "type=bind,source=/opt/sdk,target=/opt/sdk,readonly",
            },
            calls.ToHashSet());
        var given = File.ReadAllLines(bench.At("given"));
        Assert.Contains(given, line => line.StartsWith("SWARM_NODE=", StringComparison.Ordinal));
        Assert.DoesNotContain(given, line => line.StartsWith("PATH=", StringComparison.Ordinal));
        var name = calls.Single(call => call.StartsWith("--name=", StringComparison.Ordinal))["--name=".Length..];
        Assert.Equal(["rm", "--force", name], calls[^3..]);
    }

    [Fact]
    public async Task The_pointer_to_the_repository_lies_read_only_over_the_working_folder()
    {
        var (tree, pointer) = ("", "");
        await bench.RunAsync(
            Container(new OwnerPolicy { Image = "debian:13" }),
            new ShellWork { Script = "true" },
            before: work =>
            {
                (tree, pointer) = (work.Tree, Path.Combine(work.Tree, ".git"));
                File.WriteAllText(pointer, "gitdir: /repository/.git/worktrees/tree\n");
            });

        var mounts = File.ReadAllLines(bench.At("calls"))
            .Where(call => call.StartsWith("type=bind", StringComparison.Ordinal));
        Assert.Equal(
            [$"type=bind,source={tree},target={tree}", $"type=bind,source={pointer},target={pointer},readonly"],
            mounts.Take(2));
    }

    /// <summary>The engine's client once had them, and worked for whatever DOCKER_HOST the work item named.</summary>
    [Fact]
    public async Task The_variables_of_a_work_item_are_for_the_inside_alone()
    {
        var variables = new Dictionary<string, string>
        {
            ["DOCKER_HOST"] = "tcp://evil:2375",
            ["LD_LIBRARY_PATH"] = "/evil",
            ["SWARM_INPUT_TEXT"] = "two\nlines",
        };

        await bench.RunAsync(
            Container(new OwnerPolicy { Image = "debian:13" }),
            new ShellWork { Script = "true", Environment = variables });

        var client = File.ReadAllLines(bench.At("client"));
        Assert.DoesNotContain(client, line => line.Contains("evil", StringComparison.Ordinal));
        Assert.Contains("SWARM_INPUT_TEXT=two", client);
        Assert.Contains("--env=SWARM_INPUT_TEXT", File.ReadAllLines(bench.At("calls")));
        Assert.Superset(
            new HashSet<string> { "DOCKER_HOST=tcp://evil:2375", "LD_LIBRARY_PATH=/evil" },
            File.ReadAllLines(bench.At("given")).ToHashSet());
    }

    [Fact]
    public async Task A_variable_of_several_lines_that_a_container_cannot_be_given_is_told()
    {
        var variables = new Dictionary<string, string> { ["CERTIFICATE"] = "two\nlines" };

        var (result, _) = await bench.RunAsync(
            Container(new OwnerPolicy { Image = "debian:13" }),
            new ShellWork { Script = "true", Environment = variables });

        Assert.Equal(WorkItemOutcome.Failed, result.Outcome);
        Assert.Contains("The variable 'CERTIFICATE' has several lines", result.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(125, "echo 'Error: no such image' >&2; exit 125", "exit 1")]
    [InlineData(127, "echo 'runc: no space left' >&2; exit 127", "echo '0001-01-01 00:00:00 +0000 UTC'")]
    public async Task A_container_that_could_not_start_is_work_for_others_and_no_failure_of_the_command(
        int exitCode, string run, string inspect)
    {
        var policy = new OwnerPolicy { Image = "debian:13" };
        var before = TimeProvider.System.GetUtcNow();

        var (result, _) = await bench.RunAsync(
            Container(policy, Answers(run, inspect)), new ShellWork { Script = "true", Accept = [0, exitCode] });

        Assert.Equal(WorkItemOutcome.Refused, result.Outcome);
        Assert.StartsWith(
            $"The container could not start (container (podman), exit code {exitCode}): ",
            result.Reason,
            StringComparison.Ordinal);
        Assert.Contains(exitCode == 125 ? "no such image" : "no space left", result.Reason, StringComparison.Ordinal);
        Assert.InRange(result.RefusedUntil!.Value, before.AddMinutes(5), before.AddMinutes(10));
        Assert.Equal("rm", File.ReadAllLines(bench.At("calls"))[^3]);
    }

    [Theory]
    [InlineData(125)]
    [InlineData(126)]
    [InlineData(127)]
    public async Task A_command_that_ended_with_an_exit_code_of_the_engines_has_failed(int exitCode)
    {
        var policy = new OwnerPolicy { Image = "debian:13" };
        var answers = Answers($"exit {exitCode}", "echo 2026-11-20T07:00:00Z");

        var (result, _) = await bench.RunAsync(Container(policy, answers), "true");

        Assert.Equal((WorkItemOutcome.Failed, exitCode), (result.Outcome, result.ExitCode));
    }

    /// <summary>The engine keeps the limit, and the command may hide that it burst at it.</summary>
    [Theory]
    [InlineData("max 3", WorkItemOutcome.Failed)]
    [InlineData("max 0", WorkItemOutcome.Completed)]
    public async Task A_command_that_the_system_refused_one_more_process_has_failed_though_its_exit_code_is_accepted(
        string counted, WorkItemOutcome outcome)
    {
        var limits = new Limits { Processes = 10 };
        var group = Directory.CreateDirectory(bench.At("groups/machine.slice/libpod-4711abc.scope/container")).FullName;
        var fifo = bench.At("go");
        var run = $"printf 4711abc > $cid; echo '{counted}' > {group}/pids.events; mkfifo {fifo}; read x < {fifo}";
        var clock = new ManualClock();

        var running = bench.RunAsync(
            Container(new OwnerPolicy { Image = "debian:13", Limits = limits }, Answers(run, "exit 0")),
            "true",
            limits,
            clock: clock);
        await FileSignal.WaitAsync(fifo, TimeSpan.FromSeconds(45));
        await clock.SomeTimerDueWithinAsync(TimeSpan.FromMilliseconds(250));
        clock.Advance(TimeSpan.FromMilliseconds(250));
        if (outcome == WorkItemOutcome.Completed)
        {
            await File.WriteAllTextAsync(fifo, "go\n");
        }

        var (result, _) = await running;
        Assert.Equal(outcome, result.Outcome);
        Assert.Equal(
            outcome == WorkItemOutcome.Failed,
            result.Reason?.Contains("limits.processes", StringComparison.Ordinal) ?? false);
    }

    [Fact]
    public async Task A_container_whose_agent_was_killed_is_removed_at_the_next_start()
    {
        var data = bench.Data;
        var work = WorkFolder.Create(data, WorkItems.Script("true"));
        new SessionRecord(int.MaxValue, "gone", "marker").Save(work.ProcessFile);

        // What cannot be read has nothing to close in a repository, which is not the matter here.
        File.Delete(work.ClaimFile);
        var sandbox = Container(new OwnerPolicy { Image = "debian:13" }).Sandbox;
        var lost = new LostWork(data, TimeProvider.System);
        var life = new LastLife(data, lost, new ParkedWork(data), new HeldWork(), null!, sandbox, NullLogger.Instance);

        await life.RecoverAsync();

        Assert.Equal(["rm", "--force", "swarm-01jrun-1-build-1-1-1"], File.ReadAllLines(bench.At("calls")));
    }

    [Fact]
    public void An_engine_that_answers_and_starts_no_container_is_told()
    {
        var policy = new OwnerPolicy { Image = "debian:13" };

        Assert.Null(Container(policy).TryContainer());
        Assert.Equal("no cgroups here", Container(policy, "echo 'no cgroups here' >&2; exit 126").TryContainer());
        Assert.Null(SandboxChoice.Off.TryContainer());
        Assert.Superset(
            new HashSet<string> { "run", "--pull=never", "--network=none", "--read-only", "debian:13" },
            File.ReadAllLines(bench.At("calls")).ToHashSet());
    }

    /// <summary>What the fake engine does when it is to run something, and when it is asked about it.</summary>
    private static string Answers(string run, string inspect) =>
        $"case $1 in run) {run};; container) {inspect};; esac";

    private SandboxChoice Container(OwnerPolicy policy, string then = "")
    {
        var engine = bench.At("podman");
        ProgramFile.Write(engine, $$"""
            #!/bin/sh
            for a in "$@"; do
              printf '%s\n' "$a" >> {{bench.At("calls")}}
              case $a in --cidfile=*) cid="${a#*=}";; esac
              case $a in --env-file=*) env > {{bench.At("client")}}; cat "${a#*=}" > {{bench.At("given")}};; esac
            done
            {{then}}

            """);
        var rules = new SandboxRules(policy, bench.Data.Root, bench.At("home"));
        return new SandboxChoice(new ContainerSandbox(engine, rules, TimeProvider.System, bench.At("groups")));
    }
}
