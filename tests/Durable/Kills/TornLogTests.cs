using Swarm.Durable.Sqlite;
using Swarm.Durable.Sqlite.Stores;
using Swarm.KillTarget;
using Swarm.Simulator;
using Swarm.Tests.Durable.Sqlite;
using Swarm.Tests.Durable.Support;

namespace Swarm.Tests.Durable.Kills;

/// <summary>
/// The write-ahead log of a database that was killed under load is cut off at random places, or bits of its tail are
/// flipped, as a power failure may leave it. What was committed before the tear is there, of what comes after it
/// nothing, and never a part of a turn.
/// </summary>
public sealed class TornLogTests(ITestOutputHelper log)
{
    private const int Instances = 120;
    private const int FewTears = 20;
    private const int ManyTears = 200;
    private const int Life = 1_800; // lines of the journal
    private const int MinCommits = 10;
    private const int MaxKills = 20;

    [Fact]
    public async Task A_torn_log_loses_what_comes_after_the_tear_and_nothing_else()
    {
        int seed = Soak.PickSeed();
        log.WriteLine($"SWARM_SEED={seed}");
        var random = new Random(seed);
        KilledDatabase killed = await KillUnderLoadAsync(seed);
        IReadOnlyList<int> ends = WalFrames.ListCommitEnds(killed.Log);
        var run = new KillableRun(string.Empty, seed, Instances);

        int tears = Soak.Count(FewTears, ManyTears);
        for (int i = 0; i < tears; i++)
        {
            int tear = random.Next(ends[0], ends[^1]);
            bool isCut = random.Next(2) == 0;
            log.WriteLine($"{(isCut ? "cut off" : "flipped")} at {tear} of {killed.Log.Length}");
            int kept = ends.Last(end => end <= tear);

            string expected = await OpenAsync(killed, killed.Log[..kept], run);
            string torn = await OpenAsync(killed, isCut ? killed.Log[..tear] : Flip(killed.Log, tear, random), run);

            Assert.Equal(expected, torn);
        }

        await Soak.TellAsync($"torn logs: {tears} tears in {ends.Count - 1} commits, seed {seed}: nothing else lost");
    }

    /// <summary>A log that had just begun anew when it was killed has little to tear: then another is killed.</summary>
    private static async Task<KilledDatabase> KillUnderLoadAsync(int seed)
    {
        for (int kill = 0; kill < MaxKills; kill++)
        {
            using var folder = new TemporaryFolder();
            using KillableProgram program = KillableProgram.Start(folder.Path, seed, Instances);
            Assert.True(await program.KillAfterAsync(Life - kill), "It had ended before it was killed.");
            KilledDatabase killed = KilledDatabase.In(folder.Path);
            if (WalFrames.ListCommitEnds(killed.Log).Count > MinCommits)
            {
                return killed;
            }
        }

        throw new InvalidOperationException($"None of {MaxKills} logs had more than {MinCommits} commits.");
    }

    private static byte[] Flip(byte[] log, int at, Random random)
    {
        byte[] flipped = [.. log];
        flipped[at] ^= (byte)(1 << random.Next(8));
        return flipped;
    }

    /// <summary>Opens a copy with a log; answers the hash of what it holds, which must make sense as a whole.</summary>
    private static async Task<string> OpenAsync(KilledDatabase killed, byte[] log, KillableRun run)
    {
        using var folder = new TemporaryFolder();
        killed.CopyTo(folder, log);
        await using SqliteDatabase database = KillableRun.Open(folder.Path);
        Assert.Equal("ok", DatabaseContent.CheckIntegrity(database));
        string content = DatabaseContent.Fingerprint(database);
        var check = new StoreCheck(new SqliteDurableStore(database), run.Registry(new EffectLog(new Journal())));
        Assert.Empty(await check.ListFaultsAsync(isAtRest: false));
        return content;
    }
}
