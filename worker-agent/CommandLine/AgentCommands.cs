using System.CommandLine;
using System.CommandLine.Parsing;
using Swarm.WorkerAgent.Folders;
using Swarm.WorkerAgent.Settings;

namespace Swarm.WorkerAgent.CommandLine;

/// <summary>
/// The command line: <c>swarm-agent run</c>. A flag beats its environment variable, which beats the default.
/// </summary>
internal sealed class AgentCommands(Func<AgentOptions, Task<int>> run)
{
    private const string DefaultUrl = "http://127.0.0.1:7071";
    private const string Auto = "auto";
    private const string LongPoll = "long-poll";

    private readonly Option<Uri?> url = new("--url")
    {
        Description = $"The control plane's address (SWARM_URL; default {DefaultUrl}).",
        DefaultValueFactory = result => ParseUrl(result, Variable("SWARM_URL") ?? DefaultUrl),
        CustomParser = result => ParseUrl(result, result.Tokens.Single().Value),
    };

    private readonly Option<string?> token = new("--token")
    {
        Description = "The one-time join token (SWARM_JOIN_TOKEN); needed for the first start alone.",
        DefaultValueFactory = _ => Variable("SWARM_JOIN_TOKEN"),
    };

    private readonly Option<string> name = new("--name")
    {
        Description = "The worker's name for people (SWARM_AGENT_NAME; default: the machine's name).",
        DefaultValueFactory = _ => Variable("SWARM_AGENT_NAME") ?? Environment.MachineName,
    };

    private readonly Option<int> slots = new("--slots")
    {
        Description = $"How many work items run at once, 1 to {AgentOptions.MaxSlots} (SWARM_AGENT_SLOTS; default 1).",
        DefaultValueFactory = result =>
        {
            var text = Variable("SWARM_AGENT_SLOTS") ?? "1";
            if (int.TryParse(text, out var number))
            {
                return number;
            }

            result.AddError($"SWARM_AGENT_SLOTS must be a number, but is '{text}'.");
            return 0;
        },
    };

    private readonly Option<string> data = new("--data")
    {
        Description = $"The data folder (SWARM_AGENT_DATA; default {DataFolder.DefaultRoot()}).",
        DefaultValueFactory = _ => Variable("SWARM_AGENT_DATA") ?? DataFolder.DefaultRoot(),
    };

    private readonly Option<string> tools = new("--tools")
    {
        Description = "The tools to offer, separated by commas (SWARM_AGENT_TOOLS; default: all that are found).",
        DefaultValueFactory = _ => Variable("SWARM_AGENT_TOOLS") ?? AgentOptions.AllTools,
    };

    private readonly Option<string> pull = new("--pull")
    {
        Description = "How to get work: auto (storage queues where the control plane opens them) or long-poll "
            + "(SWARM_AGENT_PULL; default auto).",
        DefaultValueFactory = result =>
        {
            var text = Variable("SWARM_AGENT_PULL") ?? Auto;
            if (text is not (Auto or LongPoll))
            {
                result.AddError($"SWARM_AGENT_PULL must be {Auto} or {LongPoll}, but is '{text}'.");
            }

            return text;
        },
    };

    private readonly Option<double> drain = new("--drain-seconds")
    {
        Description = "How long running work may take to finish once asked to stop (default 30).",
        DefaultValueFactory = _ => 30,
    };

    private readonly Option<string[]> passed = new("--pass-env")
    {
        Description = "Name of a further environment variable that commands may see; may be given several times.",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<int?> seed = new("--seed")
    {
        Description = "Seed of the random back-off, to repeat a run.",
    };

    public Task<int> InvokeAsync(string[] arguments)
    {
        var command = new Command("run", "Works for a control plane until it is asked to stop.")
        {
            url, token, name, slots, data, tools, pull, drain, passed, seed,
        };
        pull.AcceptOnlyFromAmong(Auto, LongPoll);
        command.SetAction((result, _) => RunAsync(result));
        var root = new RootCommand("Swarm's worker agent: runs work items on this machine.") { command };
        var parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                Console.Error.WriteLine(error.Message);
            }

            return Task.FromResult(ExitCodes.Usage);
        }

        // Signals mean draining here, which the agent does itself.
        return parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
    }

    private async Task<int> RunAsync(ParseResult result)
    {
        var options = new AgentOptions
        {
            Url = result.GetValue(url)!,
            JoinToken = result.GetValue(token),
            Name = result.GetValue(name)!,
            Slots = result.GetValue(slots),
            DataFolder = result.GetValue(data)!,
            Tools = result.GetValue(tools)!.Split(
                ',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            Pull = result.GetValue(pull) == LongPoll ? PullMode.LongPoll : PullMode.Auto,
            DrainDeadline = TimeSpan.FromSeconds(Math.Clamp(result.GetValue(drain), 0, 86_400)),
            PassedVariables = result.GetValue(passed)!,
            Seed = result.GetValue(seed) ?? Environment.ProcessId ^ Environment.TickCount,
        };
        return await run(options);
    }

    private static Uri? ParseUrl(ArgumentResult result, string text)
    {
        if (Uri.TryCreate(text, UriKind.Absolute, out var address))
        {
            return address;
        }

        result.AddError($"--url must be an address such as {DefaultUrl}, but is '{text}'.");
        return null;
    }

    private static string? Variable(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
