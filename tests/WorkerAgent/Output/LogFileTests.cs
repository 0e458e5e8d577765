using Swarm.Tests.WorkerAgent.Kit;
using Swarm.WorkerAgent.Output;

namespace Swarm.Tests.WorkerAgent.Output;

public sealed class LogFileTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Lines_are_read_in_portions_and_the_next_one_begins_where_the_last_ended()
    {
        using var log = new LogFile(folder.At("log"));
        log.Append(DateTimeOffset.UnixEpoch, "stdout", ["a", "ü\n\"b", "c"]);

        var (first, place) = log.Read(0, maxLines: 2, maxBytes: 10_000);
        var (second, end) = log.Read(place, maxLines: 2, maxBytes: 10_000);
        var (third, _) = log.Read(end, maxLines: 2, maxBytes: 10_000);

        Assert.Equal(["a", "ü\n\"b"], first.Select(line => line.Text));
        Assert.Equal(["c"], second.Select(line => line.Text));
        Assert.Empty(third);
    }

    [Fact]
    public void A_line_over_the_size_of_a_portion_comes_alone()
    {
        using var log = new LogFile(folder.At("log"));
        log.Append(DateTimeOffset.UnixEpoch, "stdout", [new string('x', 500), "next"]);

        var (lines, _) = log.Read(0, maxLines: 10, maxBytes: 100);

        Assert.Equal(500, Assert.Single(lines).Text.Length);
    }

    [Fact]
    public void After_a_crash_a_torn_last_line_is_gone_and_the_others_are_there()
    {
        using (var log = new LogFile(folder.At("log")))
        {
            log.Append(DateTimeOffset.UnixEpoch, "stdout", ["whole"]);
        }

        File.AppendAllText(folder.At("log"), "{\"at\":\"19");
        using var again = new LogFile(folder.At("log"));
        again.Append(DateTimeOffset.UnixEpoch, "stdout", ["next"]);

        Assert.Equal(["whole", "next"], again.Read(0, 10, 10_000).Lines.Select(line => line.Text));
    }
}
