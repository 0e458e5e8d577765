using System.Diagnostics;
using Swarm.KillTarget;

namespace Swarm.Tests.Durable.Kills;

/// <summary>One life of a process that runs the engine on SQLite under load.</summary>
internal sealed class KillableProgram : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly Task<string> _errors;

    private KillableProgram(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
    }

    public static KillableProgram Start(string folder, int seed, int instances)
    {
        string runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        string dotnet = Path.GetFullPath(Path.Combine(runtime, "..", "..", "..", "dotnet"));
        string dll = Path.ChangeExtension(typeof(KillableRun).Assembly.Location, ".dll");
        var info = new ProcessStartInfo(dotnet, [dll, folder, $"{seed}", $"{instances}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        return new KillableProgram(Process.Start(info)!);
    }

    /// <summary>Kills it when it has noted so many lines in its journal; false if it ended before.</summary>
    public async Task<bool> KillAfterAsync(int lines)
    {
        for (; lines > 0; lines--)
        {
            if (await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience) is null)
            {
                return false;
            }
        }

        _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return true;
    }

    /// <summary>Waits until it has done all; what came out wrong fails the test.</summary>
    public async Task DemandSuccessAsync(string whichRun)
    {
        await _process.StandardOutput.ReadToEndAsync().WaitAsync(Patience);
        await _process.WaitForExitAsync().WaitAsync(Patience);
        Assert.True(_process.ExitCode == 0, $"{whichRun}: exit code {_process.ExitCode}\n{await _errors}");
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
