using System.Diagnostics;
using System.Globalization;
using Swarm.WorkerAgent.Processes;

namespace Swarm.Tests.WorkerAgent.Kit;

/// <summary>A real agent in a process of its own, to be killed.</summary>
internal sealed class AgentProcess : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly Process process;

    private AgentProcess(Process process) => this.process = process;

    /// <summary>What the agent said, line by line.</summary>
    public Signals<string> Errors { get; } = new();

    public int Pid => process.Id;

    public static AgentProcess Start(Uri url, string dataFolder, params string[] more)
    {
        string[] address = more.Contains("--url") ? [] : ["--url", url.ToString()];
        string[] flags = ["run", .. address, "--data", dataFolder, "--name", "test"];
        var start = new ProcessStartInfo(FindProgram(), [.. flags, .. more])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
        };
        start.Environment["SWARM_JOIN_TOKEN"] = FakeControlPlane.JoinToken;
        start.Environment["SWARM_SECRET_OF_THE_AGENT"] = "not for commands";
        var agent = new AgentProcess(new Process { StartInfo = start });
        agent.process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is not null)
            {
                agent.Errors.Add(line.Data);
            }
        };
        agent.process.Start();
        agent.process.BeginErrorReadLine();
        return agent;
    }

    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync().WaitAsync(Limit);
    }

    public void Terminate() => Assert.Equal(0, LibC.Kill(process.Id, LibC.SigTerm));

    public async Task<int> WaitForExitCodeAsync()
    {
        await process.WaitForExitAsync().WaitAsync(Limit);
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill();
            await process.WaitForExitAsync().WaitAsync(Limit);
        }

        process.Dispose();
    }

    /// <summary>True as long as a process lives (a zombie does not).</summary>
    public static bool IsAlive(string pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{int.Parse(pid, CultureInfo.InvariantCulture)}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..][0] is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>
    /// The agent in its own output folder: beside the tests it lacks what the tests' shared framework brings.
    /// </summary>
    public static string FindProgram()
    {
        var tests = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(tests.Parent!.Parent!.FullName, "Swarm.WorkerAgent", tests.Name, "swarm-agent");
    }
}
