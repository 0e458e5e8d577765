using System.Globalization;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Swarm.Contracts;
using Swarm.Tests.Functions.ControlPlanes;
using Swarm.Tests.Functions.Crashes;

namespace Swarm.Tests.Functions.Recorded;

/// <summary>
/// Data folders of earlier versions, each with a run in the middle of its way. Every later version replays its
/// histories, reads its rows and brings it to its end. With SWARM_RECORD_RUNS set to a name, those of the present
/// version are written beside them.
/// </summary>
internal static class RecordedRuns
{
    private const string RecordVariable = "SWARM_RECORD_RUNS";
    private const string TimeFile = "recorded-at";
    private const string RunFile = "run-id";

    /// <summary>The recordings of runs of one shape.</summary>
    public static TheoryData<string> Of(string shape) =>
        [.. Directory.GetFiles(Folder(), $"*-{shape}.zip").Select(file => Path.GetFileName(file)).Order()];

    /// <summary>Starts the present version on a recording, two minutes after it was made.</summary>
    public static async Task GoOnAsync(string recording, Func<ControlPlane, string, Task> act)
    {
        var folder = Directory.CreateTempSubdirectory("swarm-recorded-");
        await ZipFile.ExtractToDirectoryAsync(Path.Combine(Folder(), recording), folder.FullName);
        var recordedAt = DateTimeOffset.Parse(
            await File.ReadAllTextAsync(Path.Combine(folder.FullName, TimeFile)), CultureInfo.InvariantCulture);
        var runId = await File.ReadAllTextAsync(Path.Combine(folder.FullName, RunFile));
        var clock = new LeapClock(recordedAt + TimeSpan.FromMinutes(2) - TimeProvider.System.GetUtcNow());
        await using (var plane = await ControlPlane.StartAsync(
            folder.FullName, services => services.AddSingleton<TimeProvider>(clock)))
        {
            await act(plane, runId);
        }

        folder.Delete(recursive: true);
    }

    /// <summary>Records a run and the worker that has begun it.</summary>
    public static async Task RecordAsync(
        string shape, Func<ControlPlane, Task<(string RunId, FakeWorker Worker)>> begin)
    {
        var folder = Directory.CreateTempSubdirectory("swarm-record-");
        await using (var plane = await ControlPlane.StartAsync(folder.FullName))
        {
            var (runId, worker) = await begin(plane);
            await using var ended = worker;
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, RunFile), runId);

            // What it holds goes back into the queue, so that nobody has to wait for its leases to end.
            using var client = plane.CreateClient(worker.Key);
            using var left = await client.PostAsync(ApiRoutes.SignOff, "{}");
            Assert.True(left.IsSuccessStatusCode);
        }

        await File.WriteAllTextAsync(
            Path.Combine(folder.FullName, TimeFile),
            TimeProvider.System.GetUtcNow().ToString("O", CultureInfo.InvariantCulture));
        File.Delete(Path.Combine(folder.FullName, "admin.key"));
        if (Environment.GetEnvironmentVariable(RecordVariable) is { Length: > 0 } name)
        {
            await ZipFile.CreateFromDirectoryAsync(
                folder.FullName, Path.Combine(Source(), $"{name}-{shape}.zip"), CompressionLevel.SmallestSize, false);
        }

        folder.Delete(recursive: true);
    }

    private static string Folder() => Path.Combine(AppContext.BaseDirectory, "Recorded");

    private static string Source([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
