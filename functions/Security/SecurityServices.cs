using Microsoft.Extensions.DependencyInjection;

namespace Swarm.Functions.Security;

internal static class SecurityServices
{
    /// <summary>Roles and keys. Fails here and now when a function does not say who may call it.</summary>
    public static IServiceCollection AddSecurity(this IServiceCollection services) =>
        services
            .AddSingleton(FunctionRoles.Of(typeof(SecurityServices).Assembly))
            .AddSingleton<ApiKeys>()
            .AddHostedService<AdminKeyStartup>();
}
