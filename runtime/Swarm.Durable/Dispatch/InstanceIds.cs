using System.Buffers;

namespace Swarm.Durable.Dispatch;

/// <summary>What an instance id may look like.</summary>
internal static class InstanceIds
{
    internal const int MaxLength = 256;

    private static readonly SearchValues<char> Forbidden = SearchValues.Create("/\\#?");

    internal static void Demand(string instanceId)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        string? fault = instanceId.Length > MaxLength ? $"is longer than {MaxLength} characters"
            : instanceId[0] == '@' ? "begins with '@', which is kept for entities"
            : instanceId.AsSpan().ContainsAny(Forbidden) ? "has one of the characters / \\ # ?"
            : instanceId.Any(char.IsControl) ? "has a control character"
            : null;
        if (fault is not null)
        {
            throw new ArgumentException($"The instance id '{instanceId}' {fault}.", nameof(instanceId));
        }
    }
}
