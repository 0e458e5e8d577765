using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Swarm.WorkerAgent.Processes;

namespace Swarm.WorkerAgent.Git;

/// <summary>
/// Calls git so that nothing of the machine's or its user's settings for git has a say: no global or system
/// configuration, no hooks, no signing, no prompts, no background maintenance. Identity and branches are always given.
/// </summary>
internal class GitRunner(TimeProvider time)
{
    /// <summary>The names of some hundred thousand files.</summary>
    public const int MaxOutputBytes = 64 * 1024 * 1024;

    /// <summary>How long it waits before it looks again at a worktree that another git is making.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private const int MaxTries = 100;
    private static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(5);

    private static readonly string[] Settings =
    [
        "core.hooksPath=/dev/null",
        "core.fsmonitor=false",
        "core.excludesFile=/dev/null",
        "core.attributesFile=/dev/null",
        "core.quotePath=false",

        // What a ref points to must survive a power loss as the ref itself does.
        "core.fsync=committed,reference",
        "commit.gpgSign=false",
        "tag.gpgSign=false",
        "gc.auto=0",
        "maintenance.auto=false",
        "advice.detachedHead=false",

        // The agent works in repositories that its user named, whoever owns the files.
        "safe.directory=*",
    ];

    private static readonly Dictionary<string, string> Identity = new()
    {
        ["GIT_AUTHOR_NAME"] = "Swarm",
        ["GIT_AUTHOR_EMAIL"] = "swarm@localhost",
        ["GIT_COMMITTER_NAME"] = "Swarm",
        ["GIT_COMMITTER_EMAIL"] = "swarm@localhost",
    };

    private static readonly Dictionary<string, string> Isolation = new()
    {
        ["GIT_CONFIG_GLOBAL"] = "/dev/null",
        ["GIT_CONFIG_NOSYSTEM"] = "1",
        ["GIT_ATTR_NOSYSTEM"] = "1",
        ["GIT_TERMINAL_PROMPT"] = "0",
        ["GIT_OPTIONAL_LOCKS"] = "0",
        ["GIT_ALLOW_PROTOCOL"] = "file:https:ssh",
        ["GIT_EDITOR"] = ":",
        ["GIT_PAGER"] = "cat",

        // Messages are matched and shown; they must not depend on the machine's language.
        ["LC_ALL"] = "C.UTF-8",
        ["LANGUAGE"] = "",
    };

    /// <summary>
    /// Runs git in a folder. Any exit code is an answer; what it means is the caller's to say. Several agents, and the
    /// repository's owner, make worktrees at the same time: git gives up before it has begun where it finds one half
    /// made, and is asked again.
    /// </summary>
    /// <exception cref="GitException">Git is not there, or did not end in time.</exception>
    public virtual async Task<GitAnswer> RunAsync(
        string folder,
        string[] arguments,
        string? input = null,
        IReadOnlyDictionary<string, string>? variables = null)
    {
        for (var tries = 1; ; tries++)
        {
            var answer = await RunOnceAsync(folder, arguments, input, variables);
            if (!answer.FoundHalfMadeWorktree || tries == MaxTries)
            {
                return answer;
            }

            await Task.Delay(Pause, time);
        }
    }

    private async Task<GitAnswer> RunOnceAsync(
        string folder, string[] arguments, string? input, IReadOnlyDictionary<string, string>? variables)
    {
        using var process = Start(Describe(folder, arguments, variables));
        var output = ReadAsync(process.StandardOutput.BaseStream);
        var errors = ReadAsync(process.StandardError.BaseStream);
        await WriteAsync(process.StandardInput, input);
        using var limit = new CancellationTokenSource(TimeLimit, time);
        try
        {
            await process.WaitForExitAsync(limit.Token);
            var (printed, isCut) = await output;
            return new GitAnswer(arguments, process.ExitCode, printed, (await errors).Text) { IsCut = isCut };
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new GitException($"git {arguments[0]} did not end within {TimeLimit.TotalMinutes:0} minutes.");
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new GitException($"git could not be started; is it installed and on the PATH? {e.Message}", e);
        }
    }

    private static ProcessStartInfo Describe(
        string folder, string[] arguments, IReadOnlyDictionary<string, string>? variables)
    {
        var settings = Settings.SelectMany(setting => (string[])["-c", setting]);
        var command = OwnSession.Wrap(["git", .. settings, .. arguments]);
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in CommandEnvironment.Inherit([])
            .Concat(Identity)
            .Concat(Isolation)
            .Concat(variables ?? new Dictionary<string, string>()))
        {
            start.Environment[name] = value;
        }

        return start;
    }

    private static async Task<(string Text, bool IsCut)> ReadAsync(Stream stream)
    {
        var bytes = new MemoryStream();
        var buffer = new byte[16 * 1024];
        var isCut = false;
        for (int count; (count = await stream.ReadAsync(buffer)) > 0;)
        {
            var taken = (int)Math.Min(count, MaxOutputBytes - bytes.Length);
            bytes.Write(buffer, 0, taken);
            isCut |= taken < count;
        }

        return (Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length), isCut);
    }

    private static async Task WriteAsync(StreamWriter standardInput, string? input)
    {
        try
        {
            if (input is not null)
            {
                await standardInput.BaseStream.WriteAsync(Encoding.UTF8.GetBytes(input));
            }

            standardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading everything; its exit code says why.
        }
    }
}
