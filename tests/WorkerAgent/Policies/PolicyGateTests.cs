using Swarm.Contracts.WorkItems;
using Swarm.Tests.WorkerAgent.Kit;
using Swarm.WorkerAgent.Policies;
using Swarm.WorkerAgent.Processes;
using Swarm.WorkerAgent.Tools;

namespace Swarm.Tests.WorkerAgent.Policies;

public sealed class PolicyGateTests : IDisposable
{
    private readonly TestFolder folder = new();
    private readonly ManualClock clock = new();
    private readonly ShellTool shell = new([], new CommandRunner(TimeProvider.System));
    private readonly FakeTool thinker = new("thinker");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Without_a_policy_everything_is_allowed()
    {
        Assert.Null(Gate(OwnerPolicy.None).Check(WorkItems.Script("rm -rf /"), shell));
    }

    [Fact]
    public void A_tool_that_is_not_on_the_list_is_refused()
    {
        var refusal = Gate(new OwnerPolicy { Tools = Only("shell") }).Check(WorkItems.Noop(), thinker);

        Assert.Equal(
            new Refusal("The owner of this worker does not allow it: 'thinker' is not among what is allowed (tools)."),
            refusal);
    }

    [Theory]
    [InlineData("git status", true)]
    [InlineData("git", true)]
    [InlineData("npm test", true)]
    [InlineData("npm test --force", false)]
    [InlineData("git push origin", false)]
    [InlineData("./git status", false)]
    [InlineData("curl x", false)]
    public void Commands_are_held_against_their_patterns_word_by_word(string command, bool isAllowed)
    {
        var rules = new CommandRules(["git *", "npm test"], ["git push *"], Scripts: false);

        Assert.Equal(isAllowed, rules.WhyNot(new ShellWork { Run = command.Split(' ') }) is null);
    }

    [Fact]
    public void A_word_with_spaces_is_one_argument()
    {
        var rules = new CommandRules(["git status"], [], Scripts: true);

        Assert.NotNull(rules.WhyNot(new ShellWork { Run = ["git status"] }));
        Assert.Null(rules.WhyNot(new ShellWork { Script = "anything" }));
    }

    [Fact]
    public void A_repository_is_known_by_where_its_path_really_leads()
    {
        Directory.CreateDirectory(folder.At("open"));
        Directory.CreateDirectory(folder.At("secret"));
        File.CreateSymbolicLink(folder.At("open/way"), folder.At("secret"));
        var gate = Gate(new OwnerPolicy { Repositories = Only(folder.At("open/**")) });

        Assert.Null(Check(folder.At("open/mine")));
        Assert.NotNull(Check(folder.At("open/../secret")));
        Assert.NotNull(Check(folder.At("open/way/x")));
        Assert.NotNull(Check(folder.At("open/way/../mine")));
        Assert.NotNull(Check("https://example.org/x.git"));

        Refusal? Check(string repository) =>
            gate.Check(WorkItems.Noop() with { Git = new GitWork { Repository = repository, Branch = "b" } }, shell);
    }

    [Fact]
    public void Outside_its_hours_work_is_refused_until_they_begin()
    {
        DayOfWeek[] days = [DayOfWeek.Thursday, DayOfWeek.Friday];
        var night = new HoursWindow(days, TimeSpan.FromHours(22), TimeSpan.FromHours(6));
        var gate = Gate(new OwnerPolicy { Hours = new Hours([night], TimeZoneInfo.Utc) });

        // The clock begins on a Thursday, at midnight.
        Assert.Equal(clock.GetUtcNow() + TimeSpan.FromHours(22), gate.CheckTool(shell)!.Until);
        clock.Advance(TimeSpan.FromHours(22));
        Assert.Null(gate.CheckTool(shell));
        clock.Advance(TimeSpan.FromHours(8));
        Assert.NotNull(gate.CheckTool(shell));
        clock.Advance(TimeSpan.FromHours(24));
        var nextThursday = DateTimeOffset.UnixEpoch + TimeSpan.FromDays(7);
        Assert.Equal(nextThursday + TimeSpan.FromHours(22), gate.CheckTool(shell)!.Until);
    }

    [Fact]
    public void A_spent_budget_refuses_prompts_until_the_next_day_and_commands_go_on()
    {
        var gate = Gate(new OwnerPolicy { Limits = new Limits { CostPerDayUsd = 1m } });
        Assert.Null(gate.CheckTool(thinker));

        gate.Book(new ToolUsage { CostUsd = 0.75m });
        Assert.Null(gate.CheckTool(thinker));
        gate.Book(new ToolUsage { CostUsd = 0.25m });

        Assert.Equal(clock.GetUtcNow() + TimeSpan.FromDays(1), gate.CheckTool(thinker)!.Until);
        Assert.Null(gate.CheckTool(shell));
        clock.Advance(TimeSpan.FromDays(1));
        Assert.Null(gate.CheckTool(thinker));
    }

    [Fact]
    public void The_cost_of_a_day_survives_a_restart()
    {
        var policy = new OwnerPolicy { Limits = new Limits { CostPerDayUsd = 1m } };

        Gate(policy).Book(new ToolUsage { CostUsd = 2m });

        Assert.NotNull(Gate(policy).CheckTool(thinker));
    }

    [Fact]
    public void The_limits_of_the_owner_are_never_widened_by_the_work()
    {
        var gate = Gate(new OwnerPolicy { Limits = new Limits { Time = TimeSpan.FromMinutes(1) } });

        Assert.Equal(TimeSpan.FromMinutes(1), Narrowed(TimeSpan.FromHours(9)));
        Assert.Equal(TimeSpan.FromSeconds(5), Narrowed(TimeSpan.FromSeconds(5)));

        TimeSpan Narrowed(TimeSpan timeout) => gate.Narrow(WorkItems.Noop() with { Timeout = timeout }, shell).Timeout;
    }

    [Fact]
    public void Variables_that_the_owner_denies_refuse_the_work_that_brings_them()
    {
        var gate = Gate(new OwnerPolicy { Environment = new AllowList(null, [new Glob("LD_*")]) });
        var item = WorkItems.Shell(new ShellWork
        {
            Run = ["true"],
            Environment = new Dictionary<string, string> { ["LD_PRELOAD"] = "x" },
        });

        Assert.Contains("'LD_PRELOAD' is denied by 'LD_*'", gate.Check(item, shell)!.Reason, StringComparison.Ordinal);
    }

    private static AllowList Only(string pattern) => new([new Glob(pattern)], []);

    private PolicyGate Gate(OwnerPolicy policy) => Catalogues.Gate(policy, folder.At("memory"), clock);
}
