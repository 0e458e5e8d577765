namespace Swarm.Embedded.Tables;

/// <summary>What one action of a transaction does.</summary>
public enum TableTransactionActionType
{
    /// <summary>Adds an entity that must not be there.</summary>
    Add = 0,

    /// <summary>Merges into an entity that must be there.</summary>
    UpdateMerge = 1,

    /// <summary>Replaces an entity that must be there.</summary>
    UpdateReplace = 2,

    /// <summary>Deletes an entity that must be there.</summary>
    Delete = 3,

    /// <summary>Merges into an entity, or adds it.</summary>
    UpsertMerge = 4,

    /// <summary>Replaces an entity, or adds it.</summary>
    UpsertReplace = 5,
}
