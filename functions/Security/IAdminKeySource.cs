namespace Swarm.Functions.Security;

/// <summary>Where the admin key of a fresh installation comes from.</summary>
public interface IAdminKeySource
{
    /// <summary>The admin key, made if there is none yet; null when the host has none to give.</summary>
    Task<string?> GetAsync(CancellationToken cancellation);
}
