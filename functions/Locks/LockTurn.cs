namespace Swarm.Functions.Locks;

/// <summary>Whose turn it is once a lock was given back.</summary>
/// <param name="InstanceId">Who has it now and may not know it yet; null when there is nobody such.</param>
public sealed record LockTurn(string? InstanceId)
{
    public static LockTurn Nobody { get; } = new(InstanceId: null);
}
