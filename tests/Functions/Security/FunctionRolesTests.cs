using Microsoft.AspNetCore.Http;
using Swarm.Embedded.Worker;
using Swarm.Functions.Security;

namespace Swarm.Tests.Functions.Security;

public sealed class FunctionRolesTests
{
    [Fact]
    public void Functions_that_do_not_say_who_may_call_them_are_all_named()
    {
        var refused = Assert.Throws<InvalidOperationException>(
            () => FunctionRoles.Of([typeof(Silent), typeof(Spoken)]));

        Assert.EndsWith(
            "Silent.First, Swarm.Tests.Functions.Security.FunctionRolesTests+Silent.Second.",
            refused.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_roles_of_a_method_replace_those_of_its_class()
    {
        var roles = FunctionRoles.Of([typeof(Spoken)]);

        Assert.True(roles.Allows("class", Role.Viewer));
        Assert.False(roles.Allows("class", Role.Admin));
        Assert.True(roles.Allows("method", Role.Admin));
        Assert.False(roles.Allows("method", Role.Viewer));
        Assert.False(roles.Allows("unknown", Role.Admin));
    }

    private sealed class Silent
    {
        [Function("first")]
        public void First([HttpTrigger("get")] HttpRequest request) => Assert.NotNull(request);

        [Function("second")]
        public void Second([HttpTrigger("get")] HttpRequest request) => Assert.NotNull(request);
    }

    [Roles(Role.Viewer)]
    private sealed class Spoken
    {
        [Function("class")]
        public void OfClass([HttpTrigger("get")] HttpRequest request) => Assert.NotNull(request);

        [Roles(Role.Admin)]
        [Function("method")]
        public void OfMethod([HttpTrigger("get")] HttpRequest request) => Assert.NotNull(request);
    }
}
