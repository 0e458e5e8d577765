namespace Swarm.Durable;

/// <summary>Gives an orchestrator or activity class a task name other than its own.</summary>
/// <param name="name">The task name; the name of the class if null.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false, Inherited = false)]
public sealed class DurableTaskAttribute(string? name = null) : Attribute
{
    /// <summary>The task name.</summary>
    public TaskName Name { get; } = name is null ? default : new TaskName(name);
}
