namespace Swarm.Durable;

/// <summary>The version of an orchestrator or activity. Versions compare without case.</summary>
public readonly struct TaskVersion : IEquatable<TaskVersion>
{
    /// <summary>No version at all.</summary>
    public static readonly TaskVersion Unversioned;

    private readonly string? _version;

    /// <summary>Makes a version.</summary>
    /// <param name="version">The version; null and white space mean unversioned.</param>
    public TaskVersion(string? version) => _version = string.IsNullOrWhiteSpace(version) ? null : version;

    /// <summary>The version; empty when unversioned.</summary>
    public string Version => _version ?? string.Empty;

    /// <summary>Makes a version of a string.</summary>
    /// <param name="value">The version.</param>
    public static implicit operator TaskVersion(string? value) => new(value);

    /// <summary>The version as a string.</summary>
    /// <param name="value">The version.</param>
    public static implicit operator string(TaskVersion value) => value.Version;

    /// <summary>Whether both are the same version.</summary>
    /// <param name="a">The one.</param>
    /// <param name="b">The other.</param>
    public static bool operator ==(TaskVersion a, TaskVersion b) => a.Equals(b);

    /// <summary>Whether the versions differ.</summary>
    /// <param name="a">The one.</param>
    /// <param name="b">The other.</param>
    public static bool operator !=(TaskVersion a, TaskVersion b) => !a.Equals(b);

    /// <inheritdoc/>
    public bool Equals(TaskVersion other) =>
        string.Equals(Version, other.Version, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TaskVersion other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Version);
}
