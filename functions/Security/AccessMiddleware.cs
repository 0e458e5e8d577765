using Microsoft.AspNetCore.Http;
using Swarm.Functions.Http;
using Swarm.Functions.Workers;

namespace Swarm.Functions.Security;

/// <summary>Finds out who calls an HTTP function and whether he may.</summary>
internal sealed class AccessMiddleware(FunctionRoles roles, ApiKeys keys, WorkerKeys workerKeys)
    : IFunctionsWorkerMiddleware
{
    private const string Scheme = "Bearer ";
    private const int KeyMaxChars = 256;

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is { } http)
        {
            // Where everybody may call, a key is not even read: a worker whose key was revoked must be able to join
            // again.
            var function = context.FunctionDefinition.Name;
            if (!roles.Allows(function, Role.Anonymous))
            {
                var caller = await AuthenticateAsync(http.Request, context.CancellationToken);
                Authorize(function, caller);
                http.SetCaller(caller);
            }
        }

        await next(context);
    }

    private async Task<Caller> AuthenticateAsync(HttpRequest request, CancellationToken cancellation)
    {
        var header = request.Headers.Authorization.ToString();
        if (header.Length == 0)
        {
            return Caller.Anonymous;
        }

        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            || header.Length > Scheme.Length + KeyMaxChars)
        {
            throw Problems.Unauthenticated("The header Authorization must read 'Bearer ' and a key.");
        }

        var key = header[Scheme.Length..].Trim();
        var caller = key.StartsWith(KeyPrefixes.Worker, StringComparison.Ordinal)
            ? await workerKeys.FindAsync(key, cancellation)
            : await keys.FindAsync(key, cancellation);
        return caller ?? throw Problems.Unauthenticated("This key is unknown or was revoked. Join or sign in again.");
    }

    private void Authorize(string function, Caller caller)
    {
        if (roles.Allows(function, caller.Role))
        {
            return;
        }

        throw caller.Role == Role.Anonymous
            ? Problems.Unauthenticated("This needs a key: send the header 'Authorization: Bearer <key>'.")
            : Problems.Forbidden($"A key of the role '{caller.Role.ToString().ToLowerInvariant()}' may not do this.");
    }
}
