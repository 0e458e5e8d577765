using System.Net;
using System.Text;
using Microsoft.Extensions.Logging;
using Swarm.WorkerAgent.Folders;

namespace Swarm.WorkerAgent.StatusPages;

/// <summary>
/// A page for the machine's user, <c>/health</c> and <c>/metrics</c> for whoever watches over it; on loopback alone,
/// off unless the owner gives it a port. It only reads, and answers to its own address only.
/// </summary>
internal sealed class StatusPage(int port, DataFolder data, ILogger log) : IDisposable
{
    private readonly HttpListener listener = new();

    /// <summary>Answers until cancelled; without a port it does nothing.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        if (port == 0)
        {
            return;
        }

        listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        try
        {
            listener.Start();
        }
        catch (HttpListenerException e)
        {
            // It is a comfort; work goes on without it.
            Logs.NoStatusPage(log, port, e.Message);
            return;
        }

        Logs.StatusPageIsOn(log, port);

        // Closed, not stopped: to be disposed, a stopped one takes its port again, which another may have by then.
        await using var stop = cancellation.Register(listener.Close);
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                Answer(await listener.GetContextAsync());
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or IOException)
            {
                // Whoever asked has gone, or the agent stops.
            }
        }
    }

    public void Dispose() => ((IDisposable)listener).Dispose();

    private void Answer(HttpListenerContext context)
    {
        using var response = context.Response;
        var (status, type, text) = context.Request.Url?.AbsolutePath switch
        {
            "/health" => (HttpStatusCode.OK, "application/json", "{\"status\":\"healthy\"}"),
            "/metrics" => (HttpStatusCode.OK, "text/plain; version=0.0.4", AgentStatus.Read(data).ToMetrics()),
            "/" => (HttpStatusCode.OK, "text/html; charset=utf-8", Page()),
            _ => (HttpStatusCode.NotFound, "text/plain", "There is /, /health and /metrics."),
        };
        response.StatusCode = (int)status;
        response.ContentType = type;
        response.Headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'";
        response.Headers["Cache-Control"] = "no-store";
        response.OutputStream.Write(Encoding.UTF8.GetBytes(text));
    }

    private string Page()
    {
        var lines = AgentStatus.Read(data).ToLines().Select(line => $"<li>{WebUtility.HtmlEncode(line)}</li>");
        return "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Swarm agent</title>"
            + "<style>body{font:16px/1.5 sans-serif;margin:2rem}</style>"
            + $"<h1>Swarm agent</h1><ul>{string.Concat(lines)}</ul></html>";
    }
}
