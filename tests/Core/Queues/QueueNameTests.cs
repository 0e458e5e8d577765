using Swarm.Core.Queues;
using Swarm.Core.Workflows;

namespace Swarm.Tests.Core.Queues;

public sealed class QueueNameTests
{
    private const string Ulid = "01jqz5f8m3v9k2c7x4b6n1d0ga";

    [Fact]
    public void Each_worker_user_and_tool_has_a_queue_per_priority()
    {
        Assert.Equal($"swarm-worker-{Ulid}-high", QueueNames.OfWorker(Ulid, NodePriority.High));
        Assert.Equal($"swarm-user-{Ulid}", QueueNames.OfUser(Ulid));
        Assert.Equal("swarm-tool-claude-code-low", QueueNames.OfTool("claude-code", NodePriority.Low));
    }

    [Fact]
    public void Sensitive_work_lies_apart()
    {
        Assert.Equal($"swarm-sensitive-user-{Ulid}-low", QueueNames.OfUser(Ulid, NodePriority.Low, isSensitive: true));
        Assert.Equal("swarm-sensitive-tool-shell", QueueNames.OfTool("shell", isSensitive: true));
    }

    [Theory]
    [InlineData("Ada Lovelace")]
    [InlineData("ada@example.org")]
    [InlineData("a-user-whose-name-has-31-letters")]
    public void A_user_of_any_name_has_a_queue_that_is_no_other_users(string user)
    {
        var name = QueueNames.OfUser(user, NodePriority.High);
        var hash = name["swarm-user-".Length..^"-high".Length];

        Assert.True(QueueNames.IsValid(QueueNames.PoisonOf(QueueNames.OfUser(user, NodePriority.High, true))));
        Assert.NotEqual(name, QueueNames.OfUser(user + "!", NodePriority.High));
        Assert.NotEqual(name, QueueNames.OfUser(hash, NodePriority.High));
    }

    [Fact]
    public void The_longest_name_there_can_be_is_one_that_storage_accounts_allow()
    {
        var tool = new string('x', QueueNames.SubjectMaxChars);

        var longest = QueueNames.PoisonOf(QueueNames.OfTool(tool, NodePriority.High, isSensitive: true));

        Assert.Equal(QueueNames.MaxChars, longest.Length);
        Assert.True(QueueNames.IsValid(longest));
        Assert.True(QueueNames.IsPoison(longest));
    }

    /// <summary>A tool called "shell-high" would share the queue of what is urgent for "shell".</summary>
    [Theory]
    [InlineData("shell-high")]
    [InlineData("shell-low")]
    [InlineData("shell-poison")]
    [InlineData("")]
    [InlineData("Shell")]
    [InlineData("two--dashes")]
    [InlineData("-dash")]
    [InlineData("dash-")]
    [InlineData("under_score")]
    [InlineData("line\n")]
    [InlineData("a-name-of-thirty-one-characters")]
    public void What_could_be_taken_for_anothers_queue_or_is_no_name_is_refused(string tool) =>
        Assert.Throws<ArgumentException>(() => QueueNames.OfTool(tool));

    [Theory]
    [InlineData("abc", true)]
    [InlineData("swarm-tool-shell", true)]
    [InlineData("ab", false)]
    [InlineData("swarm_tool", false)]
    [InlineData("swarm--tool", false)]
    [InlineData("swarm-", false)]
    [InlineData("Swarm", false)]
    [InlineData("swarm\n", false)]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123", false)]
    public void Names_keep_the_rules_of_storage_accounts(string name, bool isValid) =>
        Assert.Equal(isValid, QueueNames.IsValid(name));
}
