namespace Swarm.Durable;

/// <summary>The name of an orchestrator or activity. Names compare without case.</summary>
public readonly struct TaskName : IEquatable<TaskName>
{
    /// <summary>Makes a task name.</summary>
    /// <param name="name">The name; null gives the default name, which is empty.</param>
    public TaskName(string name) => Name = name;

    /// <summary>The name itself.</summary>
    public string Name { get; }

    /// <summary>Always empty: versions are a matter of <see cref="TaskVersion"/>.</summary>
    [Obsolete("Refer to TaskVersion instead.")]
    public string Version => string.Empty;

    /// <summary>Makes a task name of a string.</summary>
    /// <param name="value">The name.</param>
    public static implicit operator TaskName(string value) => string.IsNullOrEmpty(value) ? default : new(value);

    /// <summary>The name as a string.</summary>
    /// <param name="value">The task name.</param>
    public static implicit operator string(TaskName value) => value.Name;

    /// <summary>Whether both names are the same without regard to case.</summary>
    /// <param name="a">The one.</param>
    /// <param name="b">The other.</param>
    public static bool operator ==(TaskName a, TaskName b) => a.Equals(b);

    /// <summary>Whether the names differ by more than case.</summary>
    /// <param name="a">The one.</param>
    /// <param name="b">The other.</param>
    public static bool operator !=(TaskName a, TaskName b) => !a.Equals(b);

    /// <inheritdoc/>
    public bool Equals(TaskName other) => string.Equals(Name, other.Name, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TaskName other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Name is null ? 0 : StringComparer.OrdinalIgnoreCase.GetHashCode(Name);

    /// <inheritdoc/>
    public override string ToString() => Name ?? string.Empty;
}
