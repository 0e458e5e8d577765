using Swarm.Durable.Client;
using Swarm.Durable.Sqlite;
using Swarm.Durable.Sqlite.Stores;
using Swarm.Durable.Stores;

namespace Swarm.Tests.Durable.Sqlite;

/// <summary>What a list reads is what it shows: an index has its order, and nothing is sorted.</summary>
public sealed class ListPlanTests
{
    private static readonly OrchestrationRuntimeStatus[] Failed = [OrchestrationRuntimeStatus.Failed];

    public static TheoryData<InstanceQuery, string> Plans => new()
    {
        { new InstanceQuery(), "durable_instances_created (created>" },
        { new InstanceQuery { Statuses = Failed }, "durable_instances_status (status=? AND created>" },
        { new InstanceQuery { InstanceIdPrefix = "run" }, "sqlite_autoindex_durable_instances_1 (id>? AND id<?)" },
        {
            new InstanceQuery { CompletedFrom = DateTimeOffset.UnixEpoch, Statuses = Failed },
            "durable_instances_completed (completed>"
        },
        { new InstanceQuery { CompletedTo = DateTimeOffset.UnixEpoch }, "durable_instances_completed (completed>" },
        {
            new InstanceQuery
            {
                InstanceIdPrefix = "run",
                Statuses = Failed,
                CreatedFrom = DateTimeOffset.UnixEpoch,
                CompletedTo = DateTimeOffset.UnixEpoch,
            },
            "sqlite_autoindex_durable_instances_1 (id>? AND id<?)"
        },
    };

    [Theory]
    [MemberData(nameof(Plans))]
    public async Task A_list_reads_an_index_in_its_order(InstanceQuery query, string expected)
    {
        using var folder = new TemporaryFolder();
        await using SqliteDatabase database =
            SqliteDatabase.Open(new SqliteDatabaseOptions { Path = folder.DatabasePath });
        _ = new SqliteDurableStore(database);

        List<string> plan = database.Read(session =>
        {
            SqliteStatement explain = session.Prepare("EXPLAIN QUERY PLAN " + InstanceSelection.Sql(query));
            InstanceSelection.Bind(explain, query);
            return explain.ReadAll(row => row.GetString(3));
        });

        Assert.Contains(expected, Assert.Single(plan), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run", "ruo")]
    [InlineData("a\ud7ff", "a\ue000")]
    [InlineData("a\U0010ffff", "b")]
    [InlineData("\U0010ffff", null)]
    [InlineData("", null)]
    public void The_end_of_a_prefix_follows_all_that_begin_with_it(string prefix, string? expected) =>
        Assert.Equal(expected, InstanceLists.EndOf(prefix));
}
