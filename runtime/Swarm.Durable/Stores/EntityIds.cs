namespace Swarm.Durable.Stores;

/// <summary>Ids of entities, which begin with an '@' as no id of an orchestration does.</summary>
public static class EntityIds
{
    /// <summary>The character that entities' ids begin with.</summary>
    public const char Mark = '@';

    /// <summary>Whether an id is that of an entity.</summary>
    /// <param name="id">The id.</param>
    public static bool IsEntity(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return id.Length > 0 && id[0] == Mark;
    }
}
