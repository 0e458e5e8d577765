using Swarm.Durable.Sqlite;
using Swarm.Durable.Sqlite.Stores;
using Swarm.KillTarget;
using Swarm.Simulator;
using Swarm.Tests.Durable.Sqlite;
using Swarm.Tests.Durable.Support;

namespace Swarm.Tests.Durable.Kills;

/// <summary>
/// <c>kill -9</c> of a process in which the engine runs hundreds of random orchestrations of every primitive on SQLite,
/// at random moments, from a printed seed (SWARM_SEED repeats one). It is started again until all has ended: each
/// instance as planned, no event lost or doubled, and no activity run again after its result was stored.
/// </summary>
public sealed class EngineKillTests(ITestOutputHelper log)
{
    private const int FewRounds = 5;
    private const int ManyRounds = 50;
    private const int MaxKills = 6;
    private const int Instances = 400;
    private const int LongestLife = 2_500; // lines of the journal; a round has about 8,000

    [Fact]
    public async Task An_engine_that_is_killed_at_any_moment_ends_all_as_planned()
    {
        int seed = Soak.PickSeed();
        int rounds = Soak.Count(FewRounds, ManyRounds);
        int kills = 0;
        int settled = 0;
        for (int round = 0; round < rounds; round++)
        {
            log.WriteLine($"round {round + 1} of {rounds}: SWARM_SEED={seed + round}");
            (int killed, int kept) = await RunRoundAsync(seed + round);
            kills += killed;
            settled += kept;
        }

        Assert.True(kills >= rounds, $"Only {kills} kills in {rounds} rounds prove little (seed {seed}).");
        Assert.True(settled > rounds, $"Only {settled} activities had ended before a kill (seed {seed}).");
        await Soak.TellAsync(
            $"engine kills: {rounds} rounds of {Instances} instances, {kills} kills, seeds from {seed}: "
            + $"all as planned, none of {settled:N0} activities that had ended before a kill ran again");
    }

    /// <summary>Answers how often it was killed, and how many activities were found ended at a kill.</summary>
    private async Task<(int Kills, int Settled)> RunRoundAsync(int seed)
    {
        using var folder = new TemporaryFolder();
        var random = new Random(seed);
        var settled = new Dictionary<string, int>();
        int kills = 0;
        for (int left = random.Next(1, MaxKills + 1); left > 0; left--)
        {
            int lines = random.Next(LongestLife);
            using KillableProgram life = KillableProgram.Start(folder.Path, seed, Instances);
            if (!await life.KillAfterAsync(lines))
            {
                break;
            }

            log.WriteLine($"  killed after {lines} lines");
            kills++;
            await NoteSettledAsync(folder.Path, settled);
        }

        using (KillableProgram last = KillableProgram.Start(folder.Path, seed, Instances))
        {
            await last.DemandSuccessAsync($"SWARM_SEED={seed}");
        }

        Journal end = JournalFile.Read(folder.Path);
        Assert.All(settled, effect => Assert.Equal(effect.Value, end.CountOf(effect.Key)));
        await using SqliteDatabase database = KillableRun.Open(folder.Path);
        Assert.Equal("ok", DatabaseContent.CheckIntegrity(database));
        return (kills, settled.Count);
    }

    /// <summary>Looks at a copy of what the kill has left, so that it is the next life that recovers the log.</summary>
    private static async Task NoteSettledAsync(string folder, Dictionary<string, int> settled)
    {
        var effects = new EffectLog(JournalFile.Read(folder));
        using var copy = new TemporaryFolder();
        KilledDatabase.In(folder).CopyTo(copy);
        await using SqliteDatabase database = KillableRun.Open(copy.Path);
        Assert.Equal("ok", DatabaseContent.CheckIntegrity(database));
        await effects.NoteSettledAsync(new SqliteDurableStore(database));
        foreach ((string effect, int count) in effects.SettledCounts)
        {
            settled.TryAdd(effect, count);
        }
    }
}
