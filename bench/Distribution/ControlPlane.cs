using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Swarm.Bench.Distribution;

/// <summary>The real control plane as a process of its own, which can be killed and started again.</summary>
internal sealed class ControlPlane : IAsyncDisposable
{
    private const string ReadyLine = "Swarm listens on ";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly string _folder;
    private readonly string? _storage;
    private Process? _process;

    internal ControlPlane(string folder, string? storage)
    {
        _folder = folder;
        _storage = storage;
        Url = new Uri($"http://127.0.0.1:{FreePort()}");
    }

    internal Uri Url { get; }

    internal string AdminKey => File.ReadAllText(Path.Combine(_folder, "admin.key")).Trim();

    /// <summary>The processor time of its present life, and how much of it the operating system took.</summary>
    internal (TimeSpan Total, TimeSpan System) ProcessorTime
    {
        get
        {
            _process!.Refresh();
            return (_process.TotalProcessorTime, _process.PrivilegedProcessorTime);
        }
    }

    internal async Task StartAsync()
    {
        var info = new ProcessStartInfo(Dotnet(), [FindProgram()])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        info.Environment["SWARM_DATA"] = _folder;
        info.Environment["SWARM_URL"] = Url.ToString().TrimEnd('/');
        info.Environment["AzureWebJobsStorage"] = _storage;
        var process = Process.Start(info)!;
        _process = process;
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data?.StartsWith(ReadyLine, StringComparison.Ordinal) == true)
            {
                ready.TrySetResult();
            }
        };
        var errors = new LastLines();
        process.ErrorDataReceived += (_, line) => errors.Add(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var ended = process.WaitForExitAsync();
        if (await Task.WhenAny(ready.Task, ended).WaitAsync(Patience) == ended)
        {
            throw new InvalidOperationException($"The control plane did not start:\n{errors}");
        }
    }

    /// <summary><c>kill -9</c>.</summary>
    internal async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync().WaitAsync(Patience);
        _process.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            await KillAsync();
        }
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    // The projects of a build lie side by side: artifacts/{host}/bin/{project}/{configuration}.
    private static string FindProgram()
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        return Path.Combine(here.Parent!.Parent!.FullName, "Swarm.Functions", here.Name, "Swarm.Functions.dll");
    }

    private static string Dotnet() => Path.GetFullPath(
        Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", "..", "dotnet"));
}
