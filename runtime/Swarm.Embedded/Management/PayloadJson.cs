using System.Text.Json;
using System.Text.Json.Nodes;

namespace Swarm.Embedded.Management;

/// <summary>Payloads in answers. What an app's own serializer wrote need not be JSON: it is shown as text.</summary>
internal static class PayloadJson
{
    public static JsonNode? Parse(string? payload)
    {
        try
        {
            return payload is null ? null : JsonNode.Parse(payload);
        }
        catch (JsonException)
        {
            return payload;
        }
    }
}
