using Swarm.Tests.WorkerAgent.Kit;
using Swarm.WorkerAgent.Git;

namespace Swarm.Tests.WorkerAgent.Git;

public sealed class GitRunnerTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_worktree_that_another_git_has_half_made_is_waited_for()
    {
        var repository = await TestRepository.CreateAsync(folder.At("repository"));
        var entry = Directory.CreateDirectory(repository.At(".git/worktrees/other")).FullName;
        File.WriteAllText(Path.Combine(entry, "gitdir"), folder.At("other/.git") + "\n");
        File.WriteAllText(Path.Combine(entry, "HEAD"), await repository.GitAsync("rev-parse", "HEAD") + "\n");
        var common = Path.Combine(entry, "commondir");
        File.WriteAllText(common, "");
        var clock = new PauseClock(() => File.WriteAllText(common, "../..\n"));

        var answer = await new GitRunner(clock).RunAsync(repository.Path, ["worktree", "list", "--porcelain"]);

        Assert.Equal(1, clock.Pauses);
        Assert.Contains(folder.At("other"), answer.Require(), StringComparison.Ordinal);
    }

    /// <summary>Does something when somebody pauses.</summary>
    private sealed class PauseClock(Action whenPaused) : TimeProvider
    {
        public int Pauses { get; private set; }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime == GitRunner.Pause)
            {
                Pauses++;
                whenPaused();
            }

            return base.CreateTimer(callback, state, dueTime, period);
        }
    }
}
