// Everything here is what the gate must see.
#pragma warning disable RS0030, CA2000, CA5394, MA0045, MA0165, CA1849
namespace Swarm.Tests.Architecture.Orchestrations.Samples;

public static class OffendingOrchestrator
{
    private static int _count;

    public static async Task<string> RunAsync(HttpClient client, Random random)
    {
        _count++;
        var text = $"{DateTime.UtcNow} {DateTimeOffset.Now} {Guid.NewGuid()} {random.Next()} {_count}";
        text += Environment.GetEnvironmentVariable("HOME") + System.Diagnostics.Stopwatch.GetTimestamp();
        Func<string> later = () => File.ReadAllText("state");
        text += await Task.Run(later).ConfigureAwait(false) + await client.GetStringAsync(new Uri("http://localhost"));
        await Task.Delay(1);
        Thread.Sleep(1);
        return text;
    }
}
