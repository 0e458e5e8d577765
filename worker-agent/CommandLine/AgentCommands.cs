using System.CommandLine;
using Swarm.WorkerAgent.Joining;
using Swarm.WorkerAgent.Settings;

namespace Swarm.WorkerAgent.CommandLine;

/// <summary>
/// The command line. Every verb takes every setting as a flag: a flag beats its environment variable, which beats the
/// file, which beats the default.
/// </summary>
internal static class AgentCommands
{
    private static readonly Option<string?> Config = new("--config")
    {
        Description = "The settings file (SWARM_AGENT_CONFIG; default: agent.yaml in the configuration folder).",
        Recursive = true,
    };

    private static readonly Dictionary<Setting, Option<string[]>> Flags = SettingsTable.All.ToDictionary(
        setting => setting,
        setting => new Option<string[]>(setting.Flag)
        {
            Description = Describe(setting),
            Recursive = true,
            Arity = setting.IsSwitch ? ArgumentArity.ZeroOrMore : ArgumentArity.OneOrMore,
        });

    public static Task<int> InvokeAsync(string[] arguments)
    {
        var root = new RootCommand("Swarm's worker agent: runs work items on this machine.")
        {
            Verb("run", "Works for a control plane until it is asked to stop.", RunCommand.RunAsync),
            Verb("join", "Joins a control plane with a one-time token and stops.", JoinCommand.RunAsync),
            Verb("doctor", "Looks at everything that work needs and says what is wrong.", DoctorCommand.RunAsync),
            Verb("status", "Tells what the agent of this data folder does.", StatusCommand.RunAsync),
            Verb("drain", "Asks the agent of this data folder to finish its work and stop.", DrainCommand.RunAsync),
            Parent("config", "Looks at the settings.",
                Verb("show", "Tells every setting and where it comes from.", ConfigCommand.ShowAsync)),
            Parent("service", "Makes the agent a service of this machine.",
                Verb("install", "Installs and starts the service.", ServiceCommand.InstallAsync),
                Verb("uninstall", "Stops and removes the service.", ServiceCommand.UninstallAsync),
                Verb("show", "Tells what would be installed.", ServiceCommand.ShowAsync)),
            Verb("version", "Tells the agent's version.", VersionCommand.RunAsync),
        };
        root.Options.Add(Config);
        foreach (var flag in Flags.Values)
        {
            root.Options.Add(flag);
        }

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

    private static Command Verb(string name, string description, Func<SettingsReader, Task<int>> run)
    {
        var command = new Command(name, description);
        command.SetAction(async (result, _) =>
        {
            try
            {
                var file = result.GetValue(Config) ?? Environment.GetEnvironmentVariable("SWARM_AGENT_CONFIG");
                return await run(new SettingsReader(setting => Read(result, setting), file));
            }
            catch (ConfigException e)
            {
                await Console.Error.WriteLineAsync(e.Message);
                return ExitCodes.Usage;
            }
            catch (EnrolmentException e)
            {
                await Console.Error.WriteLineAsync(e.Message);
                return ExitCodes.NotJoined;
            }
        });
        return command;
    }

    private static string[] Read(ParseResult result, Setting setting)
    {
        var values = result.GetValue(Flags[setting]) ?? [];
        var isBare = setting.IsSwitch && values.Length == 0 && result.GetResult(Flags[setting]) is { Implicit: false };
        return isBare ? ["true"] : values;
    }

    private static Command Parent(string name, string description, params Command[] verbs)
    {
        var command = new Command(name, description);
        foreach (var verb in verbs)
        {
            command.Subcommands.Add(verb);
        }

        return command;
    }

    private static string Describe(Setting setting)
    {
        var variable = setting.Variable is null ? "" : $" ({setting.Variable})";
        return setting.Description.TrimEnd('.') + variable + ".";
    }
}
