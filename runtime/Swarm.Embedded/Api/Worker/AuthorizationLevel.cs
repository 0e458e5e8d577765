namespace Swarm.Embedded.Worker;

/// <summary>What the host itself asks of a caller. The embedded host serves <see cref="Anonymous"/> alone.</summary>
public enum AuthorizationLevel
{
    /// <summary>No key of the host is needed.</summary>
    Anonymous = 0,

    /// <summary>A valid sign-in is needed.</summary>
    User = 1,

    /// <summary>A function key is needed.</summary>
    Function = 2,

    /// <summary>A system key is needed.</summary>
    System = 3,

    /// <summary>The master key is needed.</summary>
    Admin = 4,
}
