using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;

namespace Swarm.Tests.Functions.Harness;

/// <summary>
/// Azurite's queues, or another service of it, on a free port, with a folder and an account of their own. It is fetched
/// by npm when it is not there yet, which needs Node; without it these tests fail and say so.
/// </summary>
public class Azurite : IAsyncLifetime
{
    private const string Account = "swarmtests";

    // Fetching comes first on a new machine.
    private static readonly TimeSpan s_fetchLimit = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    private readonly string _service;
    private readonly TestFolder _folder = new();
    private readonly string _key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(64));
    private Process? _process;

    public Azurite()
        : this("Queue")
    {
    }

    protected Azurite(string service) => _service = service;

    public string ConnectionString { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        var tool = Path.Combine(RepositoryRoot(), "tools", "azurite");
        var service = _service.ToLowerInvariant();
        var listening = $"Azurite {_service} service successfully listens on ";
        await FetchAsync(tool);
        var start = Start("node", tool, [
            Path.Combine(tool, "serve.js"), $"--{service}Host", "127.0.0.1", $"--{service}Port", "0",
            "--location", _folder.Path, "--silent", "--disableTelemetry"]);
        start.Environment["AZURITE_SERVICE"] = service;
        start.Environment["AZURITE_ACCOUNTS"] = $"{Account}:{_key}";
        _process = Run(start);
        using var limit = new CancellationTokenSource(s_patience);
        string? line;
        do
        {
            line = await _process.StandardOutput.ReadLineAsync(limit.Token)
                ?? throw new InvalidOperationException(
                    "Azurite did not start: " + await _process.StandardError.ReadToEndAsync(limit.Token));
        }
        while (!line.StartsWith(listening, StringComparison.Ordinal));

        ConnectionString = $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={_key};"
            + $"{_service}Endpoint={line[listening.Length..].Trim()}/{Account};";
    }

    /// <summary>Ends it; whoever still talks to it meets a storage outage.</summary>
    public async Task StopAsync()
    {
        if (_process is { HasExited: false } process)
        {
            process.StandardInput.Close();
            using var limit = new CancellationTokenSource(s_patience);
            try
            {
                await process.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _process?.Dispose();
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private static async Task FetchAsync(string tool)
    {
        var stamp = Path.Combine(tool, "node_modules", ".package-lock.json");
        if (File.Exists(stamp) && File.GetLastWriteTimeUtc(stamp) >= File.GetLastWriteTimeUtc(
            Path.Combine(tool, "package-lock.json")))
        {
            return;
        }

        var npm = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";
        using var process = Run(Start(npm, tool, ["ci", "--ignore-scripts", "--no-progress"]));
        using var limit = new CancellationTokenSource(s_fetchLimit);
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var errors = await process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"`npm ci` in {tool} failed: {await output}{errors}");
        }
    }

    private static ProcessStartInfo Start(string program, string folder, string[] arguments) => new(program, arguments)
    {
        WorkingDirectory = folder,
        UseShellExecute = false,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    };

    private static Process Run(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException(
                "The tests of storage queues run against Azurite, which needs Node 20 or newer: neither `node` nor "
                    + "`npm` may be missing from PATH.",
                e);
        }
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Swarm.sln")))
        {
            folder = folder.Parent
                ?? throw new InvalidOperationException($"No Swarm.sln above {AppContext.BaseDirectory}.");
        }

        return folder.FullName;
    }
}
