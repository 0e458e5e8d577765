using Swarm.Functions.Http;

namespace Swarm.Tests.Functions.Http;

public sealed class JsonPointerTests
{
    [Theory]
    [InlineData(null, "")]
    [InlineData("$", "")]
    [InlineData("$.name", "/name")]
    [InlineData("$.tools[2]", "/tools/2")]
    [InlineData("$.held[0].id", "/held/0/id")]
    [InlineData("$.inputs['a.b/c~d'].x", "/inputs/a.b~1c~0d/x")]
    public void A_path_of_the_serializer_becomes_a_pointer(string? path, string pointer) =>
        Assert.Equal(pointer, JsonPointer.FromPath(path));
}
