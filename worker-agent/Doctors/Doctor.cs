using Microsoft.Extensions.Logging.Abstractions;
using Swarm.Contracts;
using Swarm.WorkerAgent.Folders;
using Swarm.WorkerAgent.Joining;
using Swarm.WorkerAgent.Policies;
using Swarm.WorkerAgent.Processes;
using Swarm.WorkerAgent.Sandboxes;
using Swarm.WorkerAgent.Settings;
using Swarm.WorkerAgent.Tools.Discovery;

namespace Swarm.WorkerAgent.Doctors;

/// <summary>Looks at everything that work needs, and says in words what is wrong.</summary>
internal sealed class Doctor(AgentOptions options, HttpClient http, TimeProvider time)
{
    private const long LittleDiskBytes = 1L << 30;
    private static readonly Version OldestGit = new(2, 38);
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(10);

    public async Task<IReadOnlyList<Finding>> ExamineAsync()
    {
        if (options.FindMistake() is { } mistake)
        {
            return [Finding.Fail("settings", mistake)];
        }

        var data = new DataFolder(options.DataFolder);
        var sandbox = SandboxChoice.Find(AgentFactory.RulesOf(options, data), time);
        return
        [
            CheckPolicy(), CheckSandbox(sandbox), CheckProcessLimit(sandbox), CheckDisk(data), CheckIdentity(data),
            await CheckControlPlaneAsync(), await CheckGitAsync(), .. await CheckToolsAsync(data, sandbox),
        ];
    }

    private Finding CheckPolicy() => options.Policy.File is { } file
        ? Finding.Good("policy", $"{file} says what work may do.")
        : Finding.Warn(
            "policy",
            $"There is no policy file: work may do whatever this user may. Write {ConfigFolder.At("policy.yaml")}.");

    private Finding CheckSandbox(SandboxChoice sandbox)
    {
        if (sandbox.TryContainer() is { } error)
        {
            return Finding.Fail(
                "sandbox",
                $"No container of the image {options.Policy.Image} can be started: {error} "
                + "(An image that is not here yet must be pulled first.)");
        }

        if (sandbox.IsReal)
        {
            return Finding.Good("sandbox", $"Commands run in {sandbox.Sandbox.Name}.");
        }

        var isDemanded = options.Policy.Sandbox is not (SandboxWish.Off or SandboxWish.Auto);
        return new Finding(
            isDemanded ? Grade.Fault : Grade.Warning,
            "sandbox",
            $"Commands are plain processes: they can read and change what this user can. {sandbox.Problem}".TrimEnd());
    }

    private Finding CheckProcessLimit(SandboxChoice sandbox) => options.Policy.Limits.Processes switch
    {
        null => Finding.Warn("processes", "A command may start any number of processes (limits.processes)."),
        _ when ProcessLimit.IsAvailable => Finding.Good("processes", "The system itself holds the limit."),
        _ when sandbox.Sandbox is BubblewrapSandbox && Environment.UserName != "root" =>
            Finding.Good("processes", "The sandbox holds the limit."),
        _ => Finding.Warn("processes", "The limit is held by counting only, which a fork bomb outruns for a moment."),
    };

    private static Finding CheckDisk(DataFolder data)
    {
        var free = new DriveInfo(data.Root).AvailableFreeSpace;
        var words = $"{free >> 20} MiB are free under {data.Root}.";
        return free < LittleDiskBytes ? Finding.Warn("disk", words) : Finding.Good("disk", words);
    }

    private Finding CheckIdentity(DataFolder data) => WorkerIdentity.Find(data) switch
    {
        { } known when known.Url == options.Url => Finding.Good("identity", $"This is worker {known.WorkerId}."),
        { } known => Finding.Fail("identity", $"This data folder belongs to a worker of {known.Url}."),
        null when options.JoinToken is not null => Finding.Good("identity", "It joins at the first start."),
        null => Finding.Fail("identity", "This machine has not joined: run `swarm-agent join --token …`."),
    };

    private async Task<Finding> CheckControlPlaneAsync()
    {
        using var limit = new CancellationTokenSource(ConnectLimit, time);
        try
        {
            using var answer = await http.GetAsync(new Uri(ApiRoutes.HealthReady, UriKind.Relative), limit.Token);
            return answer.IsSuccessStatusCode
                ? Finding.Good("control plane", $"{options.Url} answers.")
                : Finding.Fail("control plane", $"{options.Url} answers {(int)answer.StatusCode}: it is not ready.");
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return Finding.Fail("control plane", $"{options.Url} cannot be reached: {e.Message}");
        }
    }

    private async Task<Finding> CheckGitAsync()
    {
        var git = await new ProgramSearch(time).AskVersionAsync(["git", "--version"], [], CancellationToken.None);
        var isKnown = Version.TryParse(git.Version?.Split('-')[0], out var version);
        return !git.IsPresent ? Finding.Fail("git", "git is not installed.")
            : isKnown && version < OldestGit ? Finding.Fail("git", $"git {version} is older than {OldestGit}.")
            : Finding.Good("git", $"git {git.Version} is there.");
    }

    private async Task<IEnumerable<Finding>> CheckToolsAsync(DataFolder data, SandboxChoice sandbox)
    {
        var gate = new PolicyGate(options.Policy, sandbox, new CostLedger(data.CostsFile), time);
        var tools = AgentFactory.CreateTools(
            options, data, new CommandRunner(time), gate, time, NullLogger.Instance);
        await tools.CheckAsync(CancellationToken.None);
        return tools.States.Select(tool => tool.Reason is null
            ? Finding.Good($"tool {tool.Name}", $"It can work. {tool.Version}".TrimEnd())
            : Finding.Warn($"tool {tool.Name}", tool.Reason));
    }
}
