using Swarm.Core.Ids;

namespace Swarm.Tests.Core.Ids;

public class DerivedIdTests
{
    [Fact]
    public void Parts_are_joined()
    {
        Assert.Equal("01jd~1~run-tests~2~1", DerivedId.Join("01jd", "1", "run-tests", "2", "1"));
        Assert.Equal("build.test", DerivedId.Path("build", "test"));
    }

    [Fact]
    public void Long_ids_end_in_a_hash_of_the_whole()
    {
        var one = DerivedId.Join(new string('a', 100), new string('b', 100));
        var other = DerivedId.Join(new string('a', 100), new string('b', 101));

        Assert.Equal(DerivedId.MaxLength, one.Length);
        Assert.NotEqual(one, other);
        Assert.Equal(one[..87], other[..87]);
        Assert.Equal(one, DerivedId.Join(new string('a', 100), new string('b', 100)));
        Assert.Equal(DerivedId.MaxLength, DerivedId.Join(new string('a', 118), "b").Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a~b")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a#b")]
    [InlineData("a?b")]
    [InlineData("a\nb")]
    public void Parts_that_would_make_ids_ambiguous_or_invalid_are_refused(string part) =>
        Assert.Throws<ArgumentException>(() => DerivedId.Join("run", part));
}
