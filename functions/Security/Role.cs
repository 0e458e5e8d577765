namespace Swarm.Functions.Security;

/// <summary>
/// What a caller may be. A key has exactly one role; <see cref="Anonymous"/> is a caller without a key.
/// </summary>
public enum Role
{
    Anonymous,
    Admin,
    Developer,
    Viewer,
    Worker,
}
