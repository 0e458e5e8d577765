using System.Text;
using Swarm.Contracts.Content;
using Swarm.WorkerAgent.Folders;
using Swarm.WorkerAgent.Redaction;

namespace Swarm.WorkerAgent.Output;

/// <summary>
/// Takes what a command prints: lines for the log, in the order in which they are read, and the tails. Secrets are
/// taken out before anything is kept, so that they reach neither the disk nor the control plane.
/// </summary>
internal sealed class WorkOutput(LogFile log, Redactor redactor, TimeProvider time, WorkFolder? folder = null)
    : IDisposable
{
    private const int ReadBytes = 16 * 1024;

    private readonly Capture stdout = new(new OutputTail(), new OutputFile(folder?.StdoutFile));
    private readonly Capture stderr = new(new OutputTail(), new OutputFile(folder?.StderrFile));
    private Redactor hidden = redactor;

    public string Stdout => stdout.Tail.Read();

    public string Stderr => stderr.Tail.Read();

    /// <summary>All of the standard output; null when <see cref="Stdout"/> has it all.</summary>
    public ContentReference? StdoutContent => stdout.Describe();

    /// <summary>All of the standard error; null when <see cref="Stderr"/> has it all.</summary>
    public ContentReference? StderrContent => stderr.Describe();

    public bool IsCut => stdout.Tail.IsCut || stderr.Tail.IsCut;

    /// <summary>The agent's own words about the work.</summary>
    public void Say(string text) => Tell("agent", text);

    /// <summary>Lines for the log alone, of a stream that the work does not print itself.</summary>
    public void Tell(string stream, string text) => Append(stream, Split(Redact(text)));

    /// <summary>The work's answer: what counts as its standard output, though its log has told it otherwise.</summary>
    public void Answer(string text) => stdout.Push(Encoding.UTF8.GetBytes(Redact(text)));

    /// <summary>
    /// From here on other secrets are taken out: before its work was fetched, nobody knew those that it brings.
    /// </summary>
    public void Hide(Redactor secrets) => hidden = secrets;

    /// <summary>A text without the secrets that this output takes out.</summary>
    public string Redact(string text) => hidden.Redact(text);

    public void Dispose()
    {
        stdout.File.Dispose();
        stderr.File.Dispose();
    }

    /// <summary>Reads what is printed to standard error, for work whose standard output is read elsewhere.</summary>
    public Task ReadErrorsAsync(Stream standardError, Action? touch = null) =>
        ReadAsync(standardError, "stderr", stderr, touch);

    /// <summary>Reads both streams until the last writer of each is gone.</summary>
    public Task ReadAsync(Stream standardOutput, Stream standardError) => Task.WhenAll(
        ReadAsync(standardOutput, "stdout", stdout), ReadAsync(standardError, "stderr", stderr));

    private static IReadOnlyList<string> Split(string text)
    {
        var splitter = new LineSplitter();
        return [.. splitter.Push(Encoding.UTF8.GetBytes(text)), .. splitter.Finish()];
    }

    private async Task ReadAsync(Stream stream, string name, Capture capture, Action? touch = null)
    {
        var clean = new RedactedStream(hidden);
        var splitter = new LineSplitter();
        var buffer = new byte[ReadBytes];
        while (true)
        {
            var count = await stream.ReadAsync(buffer);
            if (count == 0)
            {
                break;
            }

            touch?.Invoke();
            Take(clean.Push(buffer.AsMemory(0, count)).Span);
        }

        Take(clean.Finish().Span);
        Append(name, splitter.Finish());

        void Take(ReadOnlySpan<byte> bytes)
        {
            capture.Push(bytes);
            Append(name, splitter.Push(bytes));
        }
    }

    private void Append(string name, IReadOnlyList<string> lines)
    {
        if (lines.Count > 0)
        {
            log.Append(time.GetUtcNow(), name, lines);
        }
    }

    /// <summary>One stream: its end for the report, and all of it.</summary>
    private sealed record Capture(OutputTail Tail, OutputFile File)
    {
        public void Push(ReadOnlySpan<byte> bytes)
        {
            Tail.Push(bytes);
            File.Push(bytes);
        }

        public ContentReference? Describe() => Tail.IsCut ? File.Describe() : null;
    }
}
