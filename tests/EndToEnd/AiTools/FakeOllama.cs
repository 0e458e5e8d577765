using System.Net;
using System.Text;

namespace Swarm.Tests.EndToEnd.AiTools;

/// <summary>A server that answers as Ollama does: its models, and one answer in a stream of lines.</summary>
internal sealed class FakeOllama : IAsyncDisposable
{
    private readonly HttpListener listener = new();
    private readonly string[] words;
    private readonly Task serving;
    private int questions;

    /// <summary>Serves an answer, one piece a line.</summary>
    public FakeOllama(params string[] words)
    {
        this.words = words;
        for (var port = 20_000; ; port++)
        {
            try
            {
                Url = new Uri($"http://127.0.0.1:{port}/");
                listener.Prefixes.Clear();
                listener.Prefixes.Add(Url.ToString());
                listener.Start();
                break;
            }
            catch (HttpListenerException) when (port < 20_200)
            {
                // Somebody else has this port.
            }
        }

        serving = ServeAsync();
    }

    public Uri Url { get; }

    /// <summary>How often it was asked.</summary>
    public int Questions => Volatile.Read(ref questions);

    public async ValueTask DisposeAsync()
    {
        listener.Close();
        await serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            var context = await listener.GetContextAsync();
            await using var body = context.Response.OutputStream;
            foreach (var line in Answer(context.Request.Url!.AbsolutePath))
            {
                await body.WriteAsync(Encoding.UTF8.GetBytes(line + "\n"));
                await body.FlushAsync();
            }
        }
    }

    private IEnumerable<string> Answer(string path)
    {
        switch (path)
        {
            case "/api/version":
                return ["""{"version":"0.12.0"}"""];
            case "/api/tags":
                return ["""{"models":[{"name":"small","model":"small"}]}"""];
            case "/api/ps":
                return ["""{"models":[]}"""];
            default:
                Interlocked.Increment(ref questions);
                return
                [
                    .. words.Select(word =>
                        $$"""{"model":"small","message":{"role":"assistant","content":"{{word}}"},"done":false}"""),
                    """{"model":"small","message":{"role":"assistant","content":""},"done_reason":"stop","""
                    + "\"done\":true,\"prompt_eval_count\":26,\"eval_count\":9}",
                ];
        }
    }
}
