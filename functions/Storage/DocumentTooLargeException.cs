namespace Swarm.Functions.Storage;

/// <summary>A document does not fit into a row.</summary>
public sealed class DocumentTooLargeException(string partitionKey, string rowKey, int chars)
    : Exception(
        $"The document of row '{partitionKey}' / '{rowKey}' has {chars} characters; a row holds {Documents.MaxChars}. "
        + "Pass large content by reference.")
{
    public string PartitionKey { get; } = partitionKey;

    public string RowKey { get; } = rowKey;

    public int Chars { get; } = chars;
}
