using System.Diagnostics;
using System.Globalization;

namespace Swarm.Bench.Agent;

/// <summary>One life of an agent.</summary>
internal sealed class AgentRun : IDisposable
{
    private readonly Process _process;

    private AgentRun(Process process, long startedAt) => (_process, StartedAt) = (process, startedAt);

    /// <summary>When it was started, as a timestamp.</summary>
    internal long StartedAt { get; }

    internal static AgentRun Start(
        IReadOnlyList<string> program, Uri url, string folder, string joinToken = "swj_bench")
    {
        string[] flags =
        [
            "run", "--url", url.ToString(), "--data", folder, "--tools", "shell", "--pull", "long-poll",
            "--drain-seconds", "1",
        ];
        var info = new ProcessStartInfo(program[0], [.. program.Skip(1), .. flags])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
        };
        info.Environment["SWARM_JOIN_TOKEN"] = joinToken;
        var startedAt = Stopwatch.GetTimestamp();
        var process = Process.Start(info)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        return new AgentRun(process, startedAt);
    }

    /// <summary>The memory that it has in use, in bytes.</summary>
    internal long ReadResidentBytes()
    {
        if (!OperatingSystem.IsLinux())
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }

        var line = File.ReadLines($"/proc/{_process.Id}/status")
            .First(one => one.StartsWith("VmRSS:", StringComparison.Ordinal));
        var kibibytes = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
        return long.Parse(kibibytes, CultureInfo.InvariantCulture) * 1024;
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
