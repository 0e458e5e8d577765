using Azure;

namespace Swarm.Embedded.Storage;

/// <summary>The refusals of the table store, with the statuses and codes of the table service.</summary>
internal static class TableFailures
{
    /// <summary>Where an exception keeps the position of the refused action.</summary>
    public const string FailedActionKey = "FailedEntity";

    public static RequestFailedException TableAlreadyExists(string table) =>
        new(409, $"The table '{table}' already exists.", nameof(TableAlreadyExists), null);

    public static RequestFailedException TableNotFound(string table) =>
        new(404, $"The table '{table}' does not exist.", nameof(TableNotFound), null);

    public static RequestFailedException EntityNotFound(string table, string partitionKey, string rowKey) =>
        new(404, $"The entity '{partitionKey}' / '{rowKey}' is not in table '{table}'.", "ResourceNotFound", null);

    public static RequestFailedException EntityAlreadyExists(string table, string partitionKey, string rowKey) =>
        new(409, $"The entity '{partitionKey}' / '{rowKey}' is already in table '{table}'.",
            nameof(EntityAlreadyExists), null);

    public static RequestFailedException UpdateConditionNotSatisfied(
        string table, string partitionKey, string rowKey) =>
        new(
            412,
            $"The entity '{partitionKey}' / '{rowKey}' of table '{table}' has another version than the one expected.",
            nameof(UpdateConditionNotSatisfied),
            null);

    public static RequestFailedException Invalid(string code, string message) => new(400, message, code, null);

    /// <summary>Notes which action of a transaction was refused.</summary>
    public static RequestFailedException At(this RequestFailedException exception, int index)
    {
        exception.Data[FailedActionKey] = index;
        return exception;
    }
}
