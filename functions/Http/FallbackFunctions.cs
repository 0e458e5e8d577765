using Microsoft.AspNetCore.Http;
using Swarm.Functions.Security;

namespace Swarm.Functions.Http;

/// <summary>Answers for every address under /api that no other function has.</summary>
[Roles(Role.Anonymous)]
public sealed class FallbackFunctions
{
    [Function("NoSuchRoute")]
    public static IResult NoSuchRoute(
        [HttpTrigger(
            AuthorizationLevel.Anonymous, "get", "post", "put", "patch", "delete", Route = "api/{*rest}")]
        HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        throw Problems.NotFound($"There is nothing at {request.Method} {request.Path}.");
    }
}
