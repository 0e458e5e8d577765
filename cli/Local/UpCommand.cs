using System.CommandLine;
using Swarm.Cli.Api;
using Swarm.Cli.Consoles;

namespace Swarm.Cli.Local;

/// <summary><c>swarm up</c>: control plane and worker on this machine, until Ctrl-C.</summary>
internal static class UpCommand
{
    private const int MaxSlots = 64;

    public static Command Create(CliContext context)
    {
        var port = new Option<int?>("--port")
        {
            Description = "Port of the control plane. Default: that of SWARM_URL, or 7071.",
        };
        var slots = new Option<int>("--slots")
        {
            Description = $"How many work items run at once (1 to {MaxSlots}).",
            DefaultValueFactory = _ => Math.Clamp(Environment.ProcessorCount, 1, MaxSlots),
        };
        var name = new Option<string>("--name")
        {
            Description = "The worker's name for people.",
            DefaultValueFactory = _ => Environment.MachineName,
        };
        var azurite = new Option<bool>("--azurite")
        {
            Description = "Keep the queues in Azurite, which is started, too. Needs Node 20 or newer.",
        };
        var command = new Command("up", "Start a control plane and a worker here, until Ctrl-C.")
        {
            port, slots, name, azurite,
        };
        command.SetAction(async (parsed, _) =>
        {
            var options = new LocalSwarmOptions
            {
                Data = new DataFolder(parsed.GetValue<string?>("--data") ?? DataFolder.Default(context.Environment)),
                Address = AddressOf(context, parsed.GetValue<string?>("--url"), parsed.GetValue(port)),
                WorkerName = parsed.GetRequiredValue(name),
                Slots = Math.Clamp(parsed.GetValue(slots), 1, MaxSlots),
                WithAzurite = parsed.GetValue(azurite),
            };
            return await KeepAsync(context, options);
        });
        return command;
    }

    private static Uri AddressOf(CliContext context, string? url, int? port)
    {
        var named = url ?? context.Environment("SWARM_URL");
        var text = string.IsNullOrEmpty(named) ? Connection.DefaultAddress : named;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address))
        {
            throw CliException.WrongInput($"'{text}' is no address such as {Connection.DefaultAddress}.");
        }

        return port is null ? address : new UriBuilder(address) { Port = port.Value }.Uri;
    }

    private static async Task<LocalSwarm> StartAsync(CliContext context, LocalSwarmOptions options)
    {
        try
        {
            return await LocalSwarm.StartAsync(context, options, context.Interrupted);
        }
        catch (CliException e)
        {
            const string Elsewhere = "`swarm up --port PORT --data FOLDER` starts one elsewhere.";
            throw new CliException(e.ExitCode, e.Message + Environment.NewLine + Elsewhere, e);
        }
    }

    private static async Task<int> KeepAsync(CliContext context, LocalSwarmOptions options)
    {
        await using var swarm = await StartAsync(context, options);
        context.Out.WriteLine($"Swarm is up on {swarm.Address}");
        context.Out.WriteLine($"  data folder  {options.Data.Path} (admin key in admin.key, logs in logs/)");
        context.Out.WriteLine($"  worker       {options.WorkerName}, {options.Slots} at once");
        if (options.WithAzurite)
        {
            context.Out.WriteLine("  queues       in Azurite, kept in azurite/ of the data folder");
        }

        context.Out.WriteLine("  try          ./swarm run FILE, ./swarm runs, ./swarm status");
        context.Out.WriteLine("Ctrl-C ends them.");
        try
        {
            await swarm.Kept.WaitAsync(context.Interrupted);
        }
        catch (OperationCanceledException) when (context.Interrupted.IsCancellationRequested)
        {
            context.Out.WriteLine("Stopping; work that is running may finish. Ctrl-C again ends it at once.");
        }
        finally
        {
            await swarm.StopAsync(hurry: false);
        }

        context.Out.WriteLine("Stopped. Runs that have not ended go on at the next `up`.");
        return ExitCodes.Ok;
    }
}
