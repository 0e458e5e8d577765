using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Swarm.Contracts;
using Swarm.Contracts.Json;
using Swarm.Contracts.Queues;
using Swarm.Contracts.Workers;
using Swarm.Contracts.WorkItems;
using Swarm.Core.Queues;
using Swarm.Embedded.Configuration;
using Swarm.Functions.Queues;
using Swarm.Functions.Workers;

namespace Swarm.Bench.Queues;

/// <summary>The app in this process, one worker that polls it, and a pointer sent whenever it waits.</summary>
internal static class WakeBench
{
    private const string Tool = "bench";
    private const double MostMilliseconds = 20;
    private static readonly TimeSpan LongestIdle = TimeSpan.FromMilliseconds(200);

    /// <summary>Prints the figures; false when the slower ones miss the target.</summary>
    public static async Task<bool> RunAsync(int samples)
    {
        var folder = Directory.CreateTempSubdirectory("swarm-bench-");
        try
        {
            var builder = Functions.Program.CreateBuilder([]);
            builder.Logging.ClearProviders();
            builder.Services.Configure<EmbeddedHostOptions>(options =>
            {
                options.DataFolder = folder.FullName;
                options.Url = "http://127.0.0.1:0";
                options.FunctionsAssembly = typeof(Functions.Program).Assembly;
            });
            using var host = builder.Build();
            await host.StartAsync();
            var wakes = await MeasureAsync(host.Services, samples);
            await host.StopAsync();
            return Tell(wakes, host.Services.GetRequiredService<IWorkQueues>());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<List<(double FromSend, double FromSent)>> MeasureAsync(
        IServiceProvider services, int samples)
    {
        var addresses = services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        http.BaseAddress = new Uri(addresses.Single() + "/");
        await JoinAsync(services, http);
        var queues = services.GetRequiredService<IWorkQueues>();
        var random = new Random(1);
        var wakes = new List<(double, double)>();
        for (var sample = -20; sample < samples; sample++)
        {
            var body = JsonSerializer.Serialize(
                new WorkPointer("bench", $"{sample}"), SwarmJsonContext.Default.WorkPointer);
            var poll = PollAsync(http);

            // Whoever waits does so for a while; the first rounds only warm up.
            await Task.Delay(LongestIdle * (0.25 + (0.75 * random.NextDouble())), TimeProvider.System);
            var start = Stopwatch.GetTimestamp();
            await queues.SendAsync(QueueNames.OfTool(Tool), body, CancellationToken.None);
            var sent = Stopwatch.GetTimestamp();
            var pointer = await poll;
            var end = Stopwatch.GetTimestamp();
            await queues.DeleteAsync(QueueReceipt.Decode(pointer.Receipt)!, CancellationToken.None);
            if (sample >= 0)
            {
                wakes.Add((Milliseconds(start, end), Milliseconds(sent, end)));
            }
        }

        return wakes;
    }

    private static async Task JoinAsync(IServiceProvider services, HttpClient http)
    {
        var token = await services.GetRequiredService<JoinTokens>().CreateAsync(CancellationToken.None);
        var request = new JoinRequest { Token = token.Token, MachineId = "bench", Name = "bench", Tools = [Tool] };
        var joined = await services.GetRequiredService<WorkerJoining>().JoinAsync(request, CancellationToken.None);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", joined.Key);
        using var beat = await http.PostAsJsonAsync(
            ApiRoutes.Heartbeat, new HeartbeatRequest { Sequence = 1 }, SwarmJsonContext.Default.HeartbeatRequest);
        beat.EnsureSuccessStatusCode();
    }

    private static async Task<WorkItemPointer> PollAsync(HttpClient http)
    {
        using var answer = await http.PostAsJsonAsync(
            ApiRoutes.PollWork,
            new PollRequest { Tools = [Tool], WaitSeconds = 25, Turn = 0 },
            SwarmJsonContext.Default.PollRequest);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync(SwarmJsonContext.Default.WorkItemPointer))!;
    }

    private static bool Tell(List<(double FromSend, double FromSent)> wakes, IWorkQueues queues)
    {
        var fromSend = wakes.Select(wake => wake.FromSend).Order().ToList();
        var fromSent = wakes.Select(wake => wake.FromSent).Order().ToList();
        Console.WriteLine($"{wakes.Count} pointers to a waiting long poll, {queues.GetType().Name}");
        Console.WriteLine($"from the enqueue's begin to the answer: {Shares(fromSend)}");
        Console.WriteLine($"from its end (the pointer is stored):   {Shares(fromSent)}");
        var isMet = Share(fromSent, 0.95) <= MostMilliseconds;
        Console.WriteLine($"target: p95 {MostMilliseconds:0} ms after the enqueue, {(isMet ? "met" : "MISSED")}");
        return isMet;
    }

    private static string Shares(List<double> sorted) => FormattableString.Invariant(
        $"p50 {Share(sorted, 0.5):0.0} ms, p95 {Share(sorted, 0.95):0.0} ms, p99 {Share(sorted, 0.99):0.0} ms");

    private static double Share(List<double> sorted, double share) =>
        sorted[Math.Min((int)(sorted.Count * share), sorted.Count - 1)];

    private static double Milliseconds(long from, long to) => Stopwatch.GetElapsedTime(from, to).TotalMilliseconds;
}
