namespace Swarm.Tests.Functions.Crashes;

/// <summary>Lives a script through with a control plane that dies at its first write, at its second, and on.</summary>
internal static class CrashRuns
{
    /// <summary>Each life must end as the undisturbed one does.</summary>
    public static async Task DieAtEachWriteAsync(CrashFolder folder, Func<CrashScript, Task> act)
    {
        var (expected, writes) = await LiveAsync(folder, act, int.MaxValue);
        Assert.True(writes > 20, $"The run had only {writes} writes.");
        var died = 0;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = 4 };
        await Parallel.ForAsync(0, writes, parallel, async (write, _) =>
        {
            var (outcome, arrived) = await LiveAsync(folder, act, write);
            Assert.True(expected == outcome, $"Dead at write {write}:\n{outcome}\nundisturbed:\n{expected}");
            Interlocked.Add(ref died, arrived == write ? 1 : 0);
        });

        // Turns of the engine that come together are one write in one life and two in another.
        Assert.InRange(died, writes * 9 / 10, writes);
    }

    private static async Task<(string Outcome, int Writes)> LiveAsync(
        CrashFolder folder, Func<CrashScript, Task> act, int writes)
    {
        await using var plane = await MortalPlane.StartAsync(folder.Copy(), writes);
        var script = new CrashScript(plane, folder.WorkerId);
        await act(script);
        var arrived = plane.Crash.Writes;
        return (await CrashOutcome.ReadAsync(script), arrived);
    }
}
