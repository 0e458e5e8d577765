namespace Swarm.Tests.Durable.Support;

/// <summary>How much is tested: a little each time, and much when <c>./swarm soak</c> asks for it.</summary>
internal static class Soak
{
    private static bool IsOn => Environment.GetEnvironmentVariable("SWARM_SOAK") == "1";

    public static int Count(int few, int many) => IsOn ? many : few;

    /// <summary>Where random tests begin: SWARM_SEED repeats a run.</summary>
    public static int PickSeed() => int.TryParse(Environment.GetEnvironmentVariable("SWARM_SEED"), out int given)
        ? given
        : Environment.TickCount & int.MaxValue;

    /// <summary>Adds a line to the figures of a soak.</summary>
    public static async Task TellAsync(string figure)
    {
        if (IsOn && Environment.GetEnvironmentVariable("SWARM_FIGURES") is { Length: > 0 } file)
        {
            string line = $"- {figure}\n";
            await File.AppendAllTextAsync(file, line, TestContext.Current.CancellationToken);
        }
    }
}
