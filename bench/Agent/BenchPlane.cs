using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using Swarm.Contracts.Json;
using Swarm.Contracts.Workers;

namespace Swarm.Bench.Agent;

/// <summary>As much of a control plane as an agent needs that never gets work.</summary>
internal sealed class BenchPlane : IAsyncDisposable
{
    private const int FirstPort = 21_000;
    private const int LastPort = 21_200;
    private static readonly SwarmJsonContext s_json = SwarmJsonContext.Default;

    private readonly HttpListener _listener = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;
    private TaskCompletionSource<long> _pulled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal BenchPlane()
    {
        Url = Listen();
        _serving = ServeAsync();
    }

    internal Uri Url { get; }

    /// <summary>The moment of the next pull, as a timestamp; call it before whoever pulls is started.</summary>
    internal Task<long> NextPullAsync()
    {
        _pulled = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        return _pulled.Task;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Close();
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private Uri Listen()
    {
        for (var port = FirstPort; ; port++)
        {
            try
            {
                var url = new Uri($"http://127.0.0.1:{port}/");
                _listener.Prefixes.Clear();
                _listener.Prefixes.Add(url.ToString());
                _listener.Start();
                return url;
            }
            catch (HttpListenerException) when (port < LastPort)
            {
                // Somebody else has this port.
            }
        }
    }

    private async Task ServeAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            _ = AnswerAsync(await _listener.GetContextAsync());
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        var now = Stopwatch.GetTimestamp();
        var path = context.Request.Url!.AbsolutePath;
        var answer = path switch
        {
            "/api/v1/workers/join" =>
                JsonSerializer.Serialize(new JoinResponse("01worker", "swk_worker_bench"), s_json.JoinResponse),
            "/api/v1/workers/me/heartbeat" => JsonSerializer.Serialize(
                new HeartbeatResponse { Sequence = 0, LeasesEndAt = DateTimeOffset.MaxValue },
                s_json.HeartbeatResponse),
            _ => null,
        };
        try
        {
            if (path == "/api/v1/work-items/poll")
            {
                _pulled.TrySetResult(now);
                await Task.Delay(TimeSpan.FromSeconds(25), TimeProvider.System, _stop.Token);
            }

            using var response = context.Response;
            response.StatusCode = answer is null ? 204 : 200;
            response.ContentType = "application/json";
            await response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(answer ?? ""), _stop.Token);
        }
        catch (Exception e) when (e is HttpListenerException or OperationCanceledException or ObjectDisposedException)
        {
            // The agent has ended, or the measurement has.
        }
    }
}
