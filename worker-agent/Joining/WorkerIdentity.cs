using System.Text.Json;
using System.Text.Json.Serialization;
using Swarm.WorkerAgent.Folders;

namespace Swarm.WorkerAgent.Joining;

/// <summary>Who this worker is to which control plane, as kept in <c>identity.json</c>.</summary>
/// <param name="Url">The control plane that it joined.</param>
/// <param name="WorkerId">Its id there.</param>
/// <param name="Key">Its key: a secret.</param>
internal sealed record WorkerIdentity(Uri Url, string WorkerId, string Key)
{
    /// <summary>The identity that a data folder holds; null if it holds none.</summary>
    /// <exception cref="EnrolmentException">It cannot be read.</exception>
    public static WorkerIdentity? Find(DataFolder folder)
    {
        if (!File.Exists(folder.IdentityFile))
        {
            return null;
        }

        try
        {
            var text = File.ReadAllText(folder.IdentityFile);
            return JsonSerializer.Deserialize(text, IdentityJson.Default.WorkerIdentity);
        }
        catch (JsonException e)
        {
            throw new EnrolmentException($"{folder.IdentityFile} cannot be read; remove it and join again.", e);
        }
    }

    // The generated text of a record would show the key.
    public override string ToString() => $"{WorkerId} at {Url}";
}

/// <summary>How the identity is written.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true)]
[JsonSerializable(typeof(WorkerIdentity))]
internal sealed partial class IdentityJson : JsonSerializerContext;
