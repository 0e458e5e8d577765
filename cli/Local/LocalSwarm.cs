using System.Net;
using System.Net.Sockets;
using Swarm.Cli.Api;
using Swarm.Cli.Consoles;
using Swarm.Cli.Processes;

namespace Swarm.Cli.Local;

/// <summary>A control plane and one worker agent, and perhaps Azurite, as processes of ours on this machine.</summary>
internal sealed class LocalSwarm : IAsyncDisposable
{
    public const string ReadyLine = "Swarm listens on ";
    private static readonly TimeSpan ControlPlanePatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan HurriedPatience = TimeSpan.FromSeconds(3);
    private static readonly int[] AgentExitCodesOfNoUse = [2, 3, 4];
    private readonly CliContext context;
    private readonly LocalSwarmOptions options;
    private readonly LocalAzurite? azurite;
    private readonly SupervisedProcess controlPlane;
    private SupervisedProcess? worker;
    private bool addressWritten;

    private LocalSwarm(CliContext context, LocalSwarmOptions options, Uri address, LocalAzurite? azurite)
    {
        this.context = context;
        this.options = options;
        this.azurite = azurite;
        Address = address;
        controlPlane = new SupervisedProcess(ControlPlaneSpec(), new SupervisorOptions(), context.Time, Tell);
    }

    public Uri Address { get; }

    /// <summary>Fails when one of the processes cannot be kept alive.</summary>
    public Task Kept => Task.WhenAny(
        [controlPlane.Kept, worker!.Kept, .. azurite is null ? Array.Empty<Task>() : [azurite.Kept]]).Unwrap();

    /// <summary>Starts them; answers when the control plane is ready and the worker is on its way.</summary>
    public static async Task<LocalSwarm> StartAsync(
        CliContext context, LocalSwarmOptions options, CancellationToken cancellation)
    {
        options.Data.Create();
        var address = options.Address.Port == 0 ? WithFreePort(options.Address) : options.Address;
        var emulator = options.WithAzurite
            ? await LocalAzurite.StartAsync(context, options.Data, context.Error.WriteLine, cancellation)
            : null;
        var swarm = new LocalSwarm(context, options, address, emulator);
        try
        {
            await swarm.controlPlane.StartAsync(cancellation);
            options.Data.WriteAddress(address);
            swarm.addressWritten = true;
            using var client = swarm.Connect();
            var token = await new Patience(context.Time).AskAsync(
                () => client.CreateJoinTokenAsync(cancellation), cancellation);
            swarm.worker = new SupervisedProcess(
                swarm.WorkerSpec(token.Token), new SupervisorOptions(), context.Time, swarm.Tell);
            await swarm.worker.StartAsync(cancellation);
            return swarm;
        }
        catch
        {
            await swarm.StopAsync(hurry: true);
            await swarm.DisposeAsync();
            throw;
        }
    }

    public SwarmClient Connect() => new(new Connection(
        Address,
        options.Data.ReadAdminKey() ?? throw CliException.CannotStart(
            $"There is no admin key in {options.Data.Path}, although the control plane has started.")));

    /// <summary>Ends the worker first, so that it can hand in what it has. In a hurry its work is ended too.</summary>
    public async Task StopAsync(bool hurry)
    {
        controlPlane.Retire();
        if (worker is not null)
        {
            var patience = hurry ? HurriedPatience : options.DrainLimit + HurriedPatience;
            await worker.StopAsync(patience, hurry, context.InterruptedAgain);
        }

        await controlPlane.StopAsync(
            hurry ? HurriedPatience : ControlPlanePatience, hurry: false, context.InterruptedAgain);
        if (azurite is not null)
        {
            await azurite.StopAsync(context.InterruptedAgain);
        }

        if (addressWritten)
        {
            // Only ours: another control plane may hold this data folder, which is why we stop.
            options.Data.ForgetAddress();
        }
    }

    public ValueTask DisposeAsync()
    {
        worker?.Dispose();
        controlPlane.Dispose();
        azurite?.Dispose();
        return ValueTask.CompletedTask;
    }

    // The port must stay the same over the lives of the control plane, so it is chosen here and not by it.
    internal static Uri WithFreePort(Uri address)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return new UriBuilder(address) { Port = ((IPEndPoint)socket.LocalEndPoint!).Port }.Uri;
    }

    private ProcessSpec ControlPlaneSpec()
    {
        var (fileName, arguments) = Executables.ControlPlane();
        var environment = new Dictionary<string, string>
        {
            ["SWARM_DATA"] = options.Data.Path,
            ["SWARM_URL"] = Address.ToString().TrimEnd('/'),
        };
        if (azurite is not null)
        {
            environment["AzureWebJobsStorage"] = azurite.ConnectionString;
        }

        return new ProcessSpec
        {
            Name = "control plane",
            FileName = fileName,
            Arguments = arguments,
            Environment = environment,
            LogFile = options.Data.LogPath("control-plane"),
            ReadyLine = ReadyLine,
        };
    }

    private ProcessSpec WorkerSpec(string joinToken)
    {
        var (fileName, arguments) = Executables.WorkerAgent();
        return new ProcessSpec
        {
            Name = "worker agent",
            FileName = fileName,
            Arguments =
            [
                .. arguments, "run",
                "--url", Address.ToString().TrimEnd('/'),
                "--name", options.WorkerName,
                "--slots", $"{options.Slots}",
                "--data", options.Data.AgentPath,
                "--tools", options.Tools,
                "--drain-seconds", $"{options.DrainLimit.TotalSeconds:0}",
            ],
            // In the environment, since every user of a machine can read the arguments of a process.
            Environment = new Dictionary<string, string> { ["SWARM_JOIN_TOKEN"] = joinToken },
            LogFile = options.Data.LogPath("worker-agent"),
            CleansUpAtStart = true,
            HopelessExitCodes = AgentExitCodesOfNoUse,
        };
    }

    private void Tell(string sentence) => context.Error.WriteLine(sentence);
}
