using System.ComponentModel;
using System.Diagnostics;
using Swarm.WorkerAgent.Policies;
using Swarm.WorkerAgent.Tools.Discovery;

namespace Swarm.WorkerAgent.Sandboxes;

/// <summary>What commands run in on this machine.</summary>
/// <param name="Sandbox">The sandbox; none is a plain process.</param>
/// <param name="Problem">Why there is no better one, in words; null if there is nothing to say.</param>
internal sealed record SandboxChoice(ISandbox Sandbox, string? Problem = null)
{
    private static readonly TimeSpan ProbeLimit = TimeSpan.FromSeconds(10);
    private static readonly string[] Engines = ["podman", "docker"];

    /// <summary>The owner wants none.</summary>
    public static SandboxChoice Off { get; } = new(new NoSandbox());

    /// <summary>True when commands are kept from the rest of the machine.</summary>
    public bool IsReal => Sandbox is not NoSandbox;

    /// <summary>The best that the owner wants and this machine really has: it is tried, not only looked for.</summary>
    public static SandboxChoice Find(SandboxRules rules, TimeProvider time)
    {
        var wish = rules.Policy.Sandbox;
        if (wish == SandboxWish.Off)
        {
            return Off;
        }

        var problems = new List<string>();
        if (wish != SandboxWish.Container && FindBubblewrap(rules, problems) is { } bubblewrap)
        {
            return new SandboxChoice(bubblewrap);
        }

        if (wish != SandboxWish.Bubblewrap && FindContainer(rules, time, problems) is { } container)
        {
            return new SandboxChoice(container);
        }

        return new SandboxChoice(new NoSandbox(), string.Join(' ', problems));
    }

    /// <summary>
    /// Why no container can be started, in words; null if one was, or none is needed. An engine that answers may still
    /// fail at that, which takes too long to find out at every start of the agent.
    /// </summary>
    public string? TryContainer() =>
        Sandbox is ContainerSandbox { Trial: var (program, arguments) } ? Try(program, arguments) : null;

    private static BubblewrapSandbox? FindBubblewrap(SandboxRules rules, List<string> problems)
    {
        if (ProgramSearch.Find("bwrap") is not { } program)
        {
            problems.Add("Bubblewrap is not installed (package bubblewrap).");
            return null;
        }

        string[] probe = ["--unshare-user", "--unshare-pid", "--unshare-net", "--ro-bind", "/", "/", "true"];
        if (Try(program, probe) is { } error)
        {
            problems.Add($"Bubblewrap does not work here, probably because user namespaces are forbidden: {error}");
            return null;
        }

        return new BubblewrapSandbox(program, rules);
    }

    private static ContainerSandbox? FindContainer(SandboxRules rules, TimeProvider time, List<string> problems)
    {
        if (rules.Policy.Image is null)
        {
            problems.Add("No container can be used: the policy names no image (sandbox.image).");
            return null;
        }

        foreach (var engine in Engines)
        {
            if (ProgramSearch.Find(engine) is not { } program)
            {
                continue;
            }

            if (Try(program, ["info"]) is not { } error)
            {
                return new ContainerSandbox(program, rules, time);
            }

            problems.Add($"{engine} does not work: {error}");
        }

        problems.Add("There is no container engine (podman or docker) that works.");
        return null;
    }

    /// <summary>Null if the program ended well, else what it said.</summary>
    private static string? Try(string program, string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            process.OutputDataReceived += (_, _) => { };
            process.BeginOutputReadLine();
            var error = process.StandardError.ReadToEndAsync();
            if (!process.WaitForExit(ProbeLimit))
            {
                process.Kill(entireProcessTree: true);
                return $"it did not answer within {ProbeLimit.TotalSeconds} s.";
            }

            return process.ExitCode == 0 ? null : error.Result.Trim().Split('\n')[0];
        }
        catch (Win32Exception e)
        {
            return e.Message;
        }
    }
}
