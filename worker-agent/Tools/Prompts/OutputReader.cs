using System.Text;
using System.Text.Json;

namespace Swarm.WorkerAgent.Tools.Prompts;

/// <summary>Reads a tool's standard output in the format that its dialect speaks.</summary>
internal static class OutputReader
{
    private const int MaxDocumentBytes = 16 * 1024 * 1024;
    private const int ReadBytes = 16 * 1024;

    public static Task ReadAsync(IDialect dialect, Stream stream, Transcript transcript, Action touch) =>
        dialect.Format switch
        {
            OutputFormat.Text => ReadTextAsync(stream, transcript, touch),
            OutputFormat.Json => ReadDocumentAsync(dialect, stream, transcript, touch),
            _ => new EventLines(line => dialect.Read(line, transcript), transcript.AddPlain).ReadAsync(stream, touch),
        };

    private static async Task ReadTextAsync(Stream stream, Transcript transcript, Action touch)
    {
        // The decoder keeps the beginning of a character that is split across reads.
        var decoder = Encoding.UTF8.GetDecoder();
        var bytes = new byte[ReadBytes];
        var chars = new char[Encoding.UTF8.GetMaxCharCount(ReadBytes)];
        int count;
        while ((count = await stream.ReadAsync(bytes)) > 0)
        {
            touch();
            transcript.AddText(new string(chars, 0, decoder.GetChars(bytes, 0, count, chars, 0)));
        }
    }

    private static async Task ReadDocumentAsync(
        IDialect dialect, Stream stream, Transcript transcript, Action touch)
    {
        using var document = new MemoryStream();
        var bytes = new byte[ReadBytes];
        int count;
        while ((count = await stream.ReadAsync(bytes)) > 0)
        {
            touch();
            document.Write(bytes, 0, (int)Math.Min(count, MaxDocumentBytes - document.Length));
        }

        try
        {
            using var parsed = JsonDocument.Parse(document.GetBuffer().AsMemory(0, (int)document.Length));
            dialect.Read(parsed.RootElement, transcript);
        }
        catch (JsonException)
        {
            transcript.AddPlain(Encoding.UTF8.GetString(document.GetBuffer(), 0, (int)document.Length));
        }
    }
}
