using Swarm.Contracts.Tasks;

namespace Swarm.Core.Tasks;

/// <summary>In which order tasks are done that depend on each other.</summary>
public static class TaskOrder
{
    /// <summary>Orders tasks: what others depend on comes first; then the more urgent; then the older.</summary>
    /// <param name="tasks">The tasks.</param>
    /// <param name="dependencies">By task, those that it depends on; others than the tasks do not count.</param>
    /// <returns>Waves: all of a wave may be done side by side once the waves before it are done.</returns>
    /// <exception cref="InvalidOperationException">Some depend on each other in a circle.</exception>
    public static IReadOnlyList<IReadOnlyList<string>> Waves(
        IReadOnlyList<OrderedTask> tasks, IReadOnlyDictionary<string, IReadOnlyList<string>> dependencies)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        ArgumentNullException.ThrowIfNull(dependencies);
        var left = tasks.ToDictionary(task => task.Id);
        var waves = new List<IReadOnlyList<string>>();
        while (left.Count > 0)
        {
            var ready = left.Values
                .Where(task => !dependencies.GetValueOrDefault(task.Id, []).Any(left.ContainsKey))
                .OrderBy(task => Rank(task.Priority))
                .ThenBy(task => task.CreatedAt)
                .ThenBy(task => task.Id, StringComparer.Ordinal)
                .Select(task => task.Id)
                .ToList();
            if (ready.Count == 0)
            {
                var circle = string.Join(", ", left.Keys.Order(StringComparer.Ordinal));
                throw new InvalidOperationException($"These tasks depend on each other in a circle: {circle}.");
            }

            ready.ForEach(id => left.Remove(id));
            waves.Add(ready);
        }

        return waves;
    }

    /// <summary>Whether a task would wait for itself if it depended on another.</summary>
    /// <param name="task">The task.</param>
    /// <param name="on">What it is to depend on.</param>
    /// <param name="dependencies">What each task depends on now, as far as <paramref name="on"/> leads.</param>
    public static bool WouldClose(
        string task, string on, IReadOnlyDictionary<string, IReadOnlyList<string>> dependencies)
    {
        ArgumentNullException.ThrowIfNull(dependencies);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>([on]);
        while (open.TryPop(out var next))
        {
            if (next == task)
            {
                return true;
            }

            if (seen.Add(next))
            {
                foreach (var further in dependencies.GetValueOrDefault(next, []))
                {
                    open.Push(further);
                }
            }
        }

        return false;
    }

    private static int Rank(TaskPriority priority) => priority switch
    {
        TaskPriority.High => 0,
        TaskPriority.Low => 2,
        _ => 1,
    };
}
