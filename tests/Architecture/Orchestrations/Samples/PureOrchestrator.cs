namespace Swarm.Tests.Architecture.Orchestrations.Samples;

public static class PureOrchestrator
{
    private static readonly string[] Names = ["first", "second"];

    public static async Task<int> RunAsync(Task<int> first, Task<int> second)
    {
        var done = await Task.WhenAll(first, second);
        return Later(done).Sum() + Names.Count(name => name.Length > done[0]);
    }

    private static IEnumerable<int> Later(int[] values)
    {
        foreach (var value in values)
        {
            yield return value + 1;
        }
    }
}
