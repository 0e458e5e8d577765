using Swarm.WorkerAgent.Folders;

namespace Swarm.Tests.WorkerAgent.Folders;

public sealed class SafeNameTests
{
    [Theory]
    [InlineData("01j~1~build~1~1", "01j+1+build+1+1")]
    [InlineData("a.b_c-d", "a.b_c-d")]
    [InlineData(".a..b.", "=2Ea=2E=2Eb=2E")]
    [InlineData("x.lock", "x=2Elock")]
    [InlineData("a/b c+d", "a=2Fb=20c=2Bd")]
    [InlineData("é😀", "=C3=A9=F0=9F=98=80")]
    public void An_id_is_written_so_that_git_and_file_systems_take_it(string id, string name) =>
        Assert.Equal(name, SafeName.Of(id));

    [Fact]
    public void Long_ids_stay_apart()
    {
        var one = SafeName.Of(new string('~', 300) + "1");
        var two = SafeName.Of(new string('~', 300) + "2");

        Assert.NotEqual(one, two);
        Assert.Equal(160, one.Length);
    }
}
