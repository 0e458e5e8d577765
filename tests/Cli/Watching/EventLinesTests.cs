using Swarm.Cli.Watching;
using Swarm.Contracts.Runs;
using Swarm.Tests.Cli.Servers;

namespace Swarm.Tests.Cli.Watching;

public sealed class EventLinesTests
{
    private readonly EventLines lines = new(TimeZoneInfo.Utc);

    [Theory]
    [InlineData(RunEventTypes.RunStarted, null, null, null, "12:00:00.1  run          started")]
    [InlineData(RunEventTypes.NodeQueued, "test", 1, null, "12:00:00.1  test         queued")]
    [InlineData(RunEventTypes.NodeStarted, "test", 2, null, "12:00:00.1  test         running    time 2")]
    [InlineData(RunEventTypes.NodeSkipped, "deploy", null, null, "12:00:00.1  deploy       skipped")]
    [InlineData(RunEventTypes.NodeFailed, "fix", 1, """{"exitCode":1,"reason":"no failures\nto work from"}""",
        "12:00:00.1  fix          failed     exit code 1, no failures to work from")]
    [InlineData(RunEventTypes.NodeRetrying, "fix", 1, """{"attempt":2}""",
        "12:00:00.1  fix          retrying   attempt 2")]
    [InlineData(RunEventTypes.LoopTaken, "fix", 1, """{"to":"test","count":1,"max":3}""",
        "12:00:00.1  fix          loop       back to test, 1 of at most 3")]
    [InlineData(RunEventTypes.NodeParked, "fix", 1, """{"reason":"Lost.","deadLetterId":"a~1"}""",
        "12:00:00.1  fix          parked     Lost., `swarm dead-letters replay a~1` queues it again")]
    [InlineData("something_new", "fix", 1, """["not","an","object"]""", "12:00:00.1  fix          something new")]
    public void An_event_is_one_line(string type, string? node, int? iteration, string? data, string line) =>
        Assert.Equal(line, lines.Format(SampleRun.Event(1, type, node, iteration, data)));

    [Fact]
    public void The_end_of_a_node_tells_how_long_it_took()
    {
        lines.Format(SampleRun.Event(1, RunEventTypes.NodeStarted, "test", 1));

        var line = lines.Format(SampleRun.Event(16, RunEventTypes.NodeCompleted, "test", 1));

        Assert.Equal("12:00:01.6  test         done       1.5 s", line);
    }
}
