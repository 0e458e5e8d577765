namespace Swarm.Durable.Client.Entities;

/// <summary>Which entities are listed. Lists are in the order of ids.</summary>
public record EntityQuery
{
    /// <summary>How many entities a page holds if nothing is said.</summary>
    public const int DefaultPageSize = 100;

    private readonly string? _prefix;

    /// <summary>With ids that start so.</summary>
    /// <value>A leading '@' is added where it is missing, and the name is put into lower case.</value>
    public string? InstanceIdStartsWith
    {
        get => _prefix;
        init => _prefix = value is null ? null : Normalize(value);
    }

    /// <summary>Changed at this time or later.</summary>
    public DateTimeOffset? LastModifiedFrom { get; init; }

    /// <summary>Changed at this time or earlier.</summary>
    public DateTimeOffset? LastModifiedTo { get; init; }

    /// <summary>Whether states are read too.</summary>
    /// <value>True by default.</value>
    public bool IncludeState { get; init; } = true;

    /// <summary>Whether entities without a state are listed: those that are locked, or have been deleted.</summary>
    public bool IncludeTransient { get; init; }

    /// <summary>How many entities a page holds.</summary>
    /// <value><see cref="DefaultPageSize"/> if null.</value>
    public int? PageSize { get; init; }

    /// <summary>Where to start.</summary>
    public string? ContinuationToken { get; init; }

    private static string Normalize(string value)
    {
        string prefix = value.StartsWith('@') ? value : $"@{value}";
        int separator = prefix.IndexOf('@', 1);
        int end = separator < 0 ? prefix.Length : separator;
#pragma warning disable CA1308 // Names of entities are stored in lower case.
        return prefix[..end].ToLowerInvariant() + prefix[end..];
#pragma warning restore CA1308
    }
}
