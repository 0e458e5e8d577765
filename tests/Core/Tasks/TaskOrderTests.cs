using Swarm.Contracts.Tasks;
using Swarm.Core.Tasks;

namespace Swarm.Tests.Core.Tasks;

public sealed class TaskOrderTests
{
    private static readonly DateTimeOffset s_noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void What_others_depend_on_comes_first_then_the_urgent_then_the_older()
    {
        var waves = TaskOrder.Waves(
            [Task("late", 5), Task("old", 1), Task("urgent", 9, TaskPriority.High), Task("base", 7)],
            Dependencies("late on base", "old on base"));

        Assert.Equal(["urgent, base", "old, late"], waves.Select(wave => string.Join(", ", wave)));
    }

    [Fact]
    public void What_a_task_depends_on_outside_of_the_list_does_not_count() =>
        Assert.Equal("a", Assert.Single(Assert.Single(TaskOrder.Waves([Task("a", 1)], Dependencies("a on z")))));

    [Fact]
    public void A_circle_is_told()
    {
        var exception = Assert.Throws<InvalidOperationException>(() => TaskOrder.Waves(
            [Task("a", 1), Task("b", 2), Task("c", 3)], Dependencies("a on b", "b on a")));
        Assert.Contains("a, b.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_dependency_that_would_close_a_circle_is_seen_however_long_it_is()
    {
        var dependencies = Dependencies("b on c", "c on d", "d on e");

        Assert.True(TaskOrder.WouldClose("e", "b", dependencies));
        Assert.True(TaskOrder.WouldClose("b", "b", dependencies));
        Assert.False(TaskOrder.WouldClose("a", "b", dependencies));
    }

    private static OrderedTask Task(string id, int minute, TaskPriority priority = TaskPriority.Default) =>
        new(id, priority, s_noon.AddMinutes(minute));

    private static Dictionary<string, IReadOnlyList<string>> Dependencies(params string[] sentences) => sentences
        .Select(sentence => sentence.Split(" on "))
        .GroupBy(parts => parts[0])
        .ToDictionary(group => group.Key, group => (IReadOnlyList<string>)[.. group.Select(parts => parts[1])]);
}
