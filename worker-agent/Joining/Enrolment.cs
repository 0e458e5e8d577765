using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Swarm.Contracts.Workers;
using Swarm.WorkerAgent.Folders;
using Swarm.WorkerAgent.Redaction;
using Swarm.WorkerAgent.Settings;
using Swarm.WorkerAgent.Tools;
using Swarm.WorkerAgent.Wire;

namespace Swarm.WorkerAgent.Joining;

/// <summary>
/// Makes this machine a worker: by the join token the first time, by the key kept on disk ever after. A key that the
/// control plane no longer takes is replaced by joining again, if there is a token.
/// </summary>
internal sealed class Enrolment(
    AgentOptions options,
    DataFolder folder,
    ControlPlaneClient client,
    ToolCatalogue tools,
    SecretVault secrets,
    Patience patience,
    ILogger log)
{
    /// <summary>The identity to work under; stored on disk before it is returned.</summary>
    /// <exception cref="EnrolmentException">There is neither a usable key nor an accepted token.</exception>
    public async Task<WorkerIdentity> EnterAsync(CancellationToken cancellation)
    {
        var known = WorkerIdentity.Find(folder);
        if (known is not null && known.Url == options.Url)
        {
            Use(known);
            return known;
        }

        if (options.JoinToken is null)
        {
            throw new EnrolmentException(known is null
                ? "This machine has not joined yet. Give it a join token with --token (or SWARM_JOIN_TOKEN)."
                : $"This data folder belongs to a worker of {known.Url}, not of {options.Url}. "
                    + "Give a join token of the new control plane with --token, or another folder with --data.");
        }

        return await JoinAsync(cancellation);
    }

    /// <summary>Joins with the token; the worker id stays the same for the same machine id.</summary>
    /// <exception cref="EnrolmentException">There is no token, or it is refused.</exception>
    public async Task<WorkerIdentity> JoinAsync(CancellationToken cancellation)
    {
        client.Key = null;
        var request = new JoinRequest
        {
            Token = options.JoinToken ?? throw new EnrolmentException(
                "The control plane does not take this worker's key (any more). "
                + "Make a new join token and start the worker with --token."),
            MachineId = LoadOrCreateMachineId(),
            Name = options.Name.Trim(),
            Platform = RuntimeInformation.RuntimeIdentifier,
            AgentVersion = typeof(Enrolment).Assembly.GetName().Version?.ToString(3),

            // At least one must be named; the first heartbeat tells how they really are.
            Tools = tools.Usable is { Count: > 0 } usable ? usable : tools.Names,
            Slots = options.UsedSlots,
        };
        try
        {
            var answer = await patience.CallAsync(
                "join", () => client.JoinAsync(request, cancellation), cancellation);
            var identity = new WorkerIdentity(options.Url, answer.WorkerId, answer.Key);
            DurableFile.Write(
                folder.IdentityFile, JsonSerializer.Serialize(identity, IdentityJson.Default.WorkerIdentity));
            Use(identity);
            Logs.Joined(log, identity.WorkerId);
            return identity;
        }
        catch (ControlPlaneException e)
        {
            throw new EnrolmentException($"The join token is not accepted. {e.Message}", e);
        }
    }

    private void Use(WorkerIdentity identity)
    {
        client.Key = identity.Key;
        secrets.Add(identity.Key);
    }

    private string LoadOrCreateMachineId()
    {
        if (File.Exists(folder.MachineIdFile))
        {
            return File.ReadAllText(folder.MachineIdFile).Trim();
        }

        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        DurableFile.Write(folder.MachineIdFile, id);
        return id;
    }
}
