namespace Swarm.Functions.Security;

/// <summary>Who makes a request.</summary>
/// <param name="Role">The role of the key, or anonymous.</param>
/// <param name="Id">Whom the key stands for: a worker's id for the role worker, a name otherwise; empty for
/// anonymous.</param>
public sealed record Caller(Role Role, string Id)
{
    public static Caller Anonymous { get; } = new(Role.Anonymous, "");
}
