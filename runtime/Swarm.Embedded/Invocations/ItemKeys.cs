namespace Swarm.Embedded.Invocations;

/// <summary>Keys of what the host itself keeps among an invocation's items.</summary>
internal static class ItemKeys
{
    public const string HttpContext = "HttpRequestContext";
}
