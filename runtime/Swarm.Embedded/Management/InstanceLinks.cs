using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace Swarm.Embedded.Management;

/// <summary>The addresses by which an instance is watched and controlled; the answer to a start.</summary>
internal sealed record InstanceLinks(
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("statusQueryGetUri")] string StatusQueryGetUri,
    [property: JsonPropertyName("sendEventPostUri")] string SendEventPostUri,
    [property: JsonPropertyName("terminatePostUri")] string TerminatePostUri,
    [property: JsonPropertyName("rewindPostUri")] string RewindPostUri,
    [property: JsonPropertyName("purgeHistoryDeleteUri")] string PurgeHistoryDeleteUri,
    [property: JsonPropertyName("restartPostUri")] string RestartPostUri,
    [property: JsonPropertyName("suspendPostUri")] string SuspendPostUri,
    [property: JsonPropertyName("resumePostUri")] string ResumePostUri)
{
    /// <summary>The words in braces are for the client to replace.</summary>
    public static InstanceLinks For(HttpRequest request, string instanceId, SystemKey key)
    {
        var instance = $"{request.Scheme}://{request.Host}{ManagementEndpoints.Root}/instances/"
            + Uri.EscapeDataString(instanceId);
        var code = $"code={Uri.EscapeDataString(key.Value)}";
        return new InstanceLinks(
            instanceId,
            $"{instance}?{code}",
            $"{instance}/raiseEvent/{{eventName}}?{code}",
            $"{instance}/terminate?reason={{text}}&{code}",
            $"{instance}/rewind?reason={{text}}&{code}",
            $"{instance}?{code}",
            $"{instance}/restart?{code}",
            $"{instance}/suspend?reason={{text}}&{code}",
            $"{instance}/resume?reason={{text}}&{code}");
    }
}
