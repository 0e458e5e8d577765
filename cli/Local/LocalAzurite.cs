using System.Security.Cryptography;
using Swarm.Cli.Consoles;
using Swarm.Cli.Processes;

namespace Swarm.Cli.Local;

/// <summary>
/// Azurite's queues as a process of ours, on a free port, with an account whose key nobody else knows. npm fetches it
/// into the clone at the first start.
/// </summary>
internal sealed class LocalAzurite : IDisposable
{
    private const string Account = "swarm";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FetchLimit = TimeSpan.FromMinutes(5);
    private readonly SupervisedProcess process;

    private LocalAzurite(SupervisedProcess process, string connectionString)
    {
        this.process = process;
        ConnectionString = connectionString;
    }

    public string ConnectionString { get; }

    /// <summary>Fails when it cannot be kept alive.</summary>
    public Task Kept => process.Kept;

    public static async Task<LocalAzurite> StartAsync(
        CliContext context, DataFolder data, Action<string> tell, CancellationToken cancellation)
    {
        var tool = FindTool();
        await FetchAsync(tool, data, tell, cancellation);
        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(64));

        // The port must stay the same over its lives, so it is chosen here and not by it.
        var port = LocalSwarm.WithFreePort(new Uri("http://127.0.0.1:0")).Port;
        var spec = new ProcessSpec
        {
            Name = "storage emulator",
            FileName = "node",
            Arguments =
            [
                Path.Combine(tool, "node_modules", "azurite", "dist", "src", "queue", "main.js"),
                "--queueHost", "127.0.0.1", "--queuePort", $"{port}",
                "--location", Path.Combine(data.Path, "azurite"),
                "--silent", "--disableTelemetry",
            ],
            Environment = new Dictionary<string, string> { ["AZURITE_ACCOUNTS"] = $"{Account}:{key}" },
            LogFile = data.LogPath("azurite"),
            ReadyLine = "Azurite Queue service successfully listens on ",
        };
        var emulator = new SupervisedProcess(spec, new SupervisorOptions(), context.Time, tell);
        try
        {
            await emulator.StartAsync(cancellation);
        }
        catch
        {
            emulator.Dispose();
            throw;
        }

        return new LocalAzurite(
            emulator,
            $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={key};"
                + $"QueueEndpoint=http://127.0.0.1:{port}/{Account};");
    }

    public Task StopAsync(CancellationToken now) => process.StopAsync(Patience, hurry: false, now);

    public void Dispose() => process.Dispose();

    private static string FindTool()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var tool = Path.Combine(folder.FullName, "tools", "azurite");
            if (File.Exists(Path.Combine(tool, "package-lock.json")))
            {
                return tool;
            }
        }

        throw CliException.CannotStart("--azurite works in a clone: what names its version is in tools/azurite there.");
    }

    private static async Task FetchAsync(
        string tool, DataFolder data, Action<string> tell, CancellationToken cancellation)
    {
        var stamp = Path.Combine(tool, "node_modules", ".package-lock.json");
        var wanted = Path.Combine(tool, "package-lock.json");
        if (File.Exists(stamp) && File.GetLastWriteTimeUtc(stamp) >= File.GetLastWriteTimeUtc(wanted))
        {
            return;
        }

        tell("Fetching Azurite with npm (once, about half a minute)…");
        var spec = new ProcessSpec
        {
            Name = "npm (Azurite needs Node 20 or newer)",
            FileName = OperatingSystem.IsWindows() ? "npm.cmd" : "npm",
            Arguments = ["ci", "--prefix", tool, "--ignore-scripts", "--no-progress"],
            LogFile = data.LogPath("npm"),
        };
        using var log = new ProcessLog(spec.LogFile);
        using var npm = ChildProcess.Start(spec, log);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(FetchLimit);
        try
        {
            await npm.WaitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            npm.Kill();
            throw;
        }

        if (npm.ExitCode != 0)
        {
            throw CliException.CannotStart(
                $"Azurite cannot be fetched (it needs Node 20 or newer and npm's registry):"
                    + $"{Environment.NewLine}{npm.LastErrors}{Environment.NewLine}The log: {spec.LogFile}");
        }
    }
}
