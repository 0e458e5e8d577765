namespace Swarm.WorkerAgent.Output;

/// <summary>
/// Takes what a command prints: lines for the log, in the order in which they are read, and the tails.
/// </summary>
internal sealed class WorkOutput(LogFile log, TimeProvider time)
{
    private const int ReadBytes = 16 * 1024;

    private readonly OutputTail stdout = new();
    private readonly OutputTail stderr = new();

    public string Stdout => stdout.Read();

    public string Stderr => stderr.Read();

    public bool IsCut => stdout.IsCut || stderr.IsCut;

    /// <summary>The agent's own words about the work.</summary>
    public void Say(string text) => log.Append(time.GetUtcNow(), "agent", text.Split('\n'));

    /// <summary>Reads both streams until the last writer of each is gone.</summary>
    public Task ReadAsync(Stream standardOutput, Stream standardError) => Task.WhenAll(
        ReadAsync(standardOutput, "stdout", stdout), ReadAsync(standardError, "stderr", stderr));

    private async Task ReadAsync(Stream stream, string name, OutputTail tail)
    {
        var splitter = new LineSplitter();
        var buffer = new byte[ReadBytes];
        while (true)
        {
            var count = await stream.ReadAsync(buffer);
            if (count == 0)
            {
                break;
            }

            tail.Push(buffer.AsSpan(0, count));
            Append(name, splitter.Push(buffer.AsSpan(0, count)));
        }

        Append(name, splitter.Finish());
    }

    private void Append(string name, IReadOnlyList<string> lines)
    {
        if (lines.Count > 0)
        {
            log.Append(time.GetUtcNow(), name, lines);
        }
    }
}
