using System.Diagnostics;
using System.Security.Cryptography;

namespace Swarm.Bench.Distribution;

/// <summary>Azurite's queues on a free port, from the folder <c>tools/azurite</c> of the clone.</summary>
internal sealed class Azurite : IDisposable
{
    private const string Account = "swarmload";
    private const string Listening = "Azurite Queue service successfully listens on ";

    private readonly Process _process;

    private Azurite(Process process, string connectionString)
    {
        _process = process;
        ConnectionString = connectionString;
    }

    internal string ConnectionString { get; }

    internal static async Task<Azurite> StartAsync(string folder)
    {
        var tool = FindTool();
        await FetchAsync(tool);
        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(64));
        var info = Describe(
            "node", tool, Path.Combine(tool, "serve.js"), "--queueHost", "127.0.0.1", "--queuePort", "0",
            "--location", folder, "--silent", "--disableTelemetry");
        info.Environment["AZURITE_ACCOUNTS"] = $"{Account}:{key}";
        var process = Process.Start(info)!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(Listening, StringComparison.Ordinal))
            {
                // Nobody reads what it says later, and a full pipe would stop it.
                _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
                return new Azurite(
                    process,
                    $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={key};"
                    + $"QueueEndpoint={line[Listening.Length..].Trim()}/{Account};");
            }
        }

        throw new InvalidOperationException($"Azurite did not start (it needs Node 20 or newer and {tool}).");
    }

    public void Dispose()
    {
        // It ends with its standard input.
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static async Task FetchAsync(string tool)
    {
        if (!Directory.Exists(Path.Combine(tool, "node_modules", "azurite")))
        {
            var npm = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";
            using var fetch = Process.Start(Describe(npm, tool, "ci", "--ignore-scripts", "--no-progress"))!;
            await fetch.StandardOutput.ReadToEndAsync();
            await fetch.WaitForExitAsync();
        }
    }

    private static ProcessStartInfo Describe(string program, string folder, params string[] arguments) =>
        new(program, arguments)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };

    private static string FindTool()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Swarm.sln")))
        {
            folder = folder.Parent
                ?? throw new InvalidOperationException("Azurite is started from a clone, and this is none.");
        }

        return Path.Combine(folder.FullName, "tools", "azurite");
    }
}
