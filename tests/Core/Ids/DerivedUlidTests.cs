using Swarm.Core.Ids;

namespace Swarm.Tests.Core.Ids;

public sealed class DerivedUlidTests
{
    private static readonly DateTimeOffset s_instant = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_same_owner_and_instant_make_the_same_id_and_others_another()
    {
        var id = DerivedUlid.Of(s_instant, "nightly");

        Assert.True(UlidGenerator.IsUlid(id));
        Assert.Equal(id, DerivedUlid.Of(s_instant, "nightly"));
        Assert.NotEqual(id, DerivedUlid.Of(s_instant, "weekly"));
        Assert.NotEqual(id, DerivedUlid.Of(s_instant.AddTicks(1), "nightly"));
    }

    [Fact]
    public void Ids_sort_by_their_instants()
    {
        var ids = Enumerable.Range(0, 50).Select(n => DerivedUlid.Of(s_instant.AddSeconds(n), "nightly")).ToList();
        Assert.Equal(ids.Order(StringComparer.Ordinal), ids);
    }
}
