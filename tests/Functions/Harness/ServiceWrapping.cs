using Microsoft.Extensions.DependencyInjection;

namespace Swarm.Tests.Functions.Harness;

/// <summary>Puts something in front of a service of the app.</summary>
internal static class ServiceWrapping
{
    public static void Wrap<T>(this IServiceCollection services, Func<T, T> wrap)
        where T : class
    {
        var known = services.Last(service => service.ServiceType == typeof(T));
        services.Remove(known);
        services.AddSingleton(provider => wrap((T)(known.ImplementationFactory?.Invoke(provider)
            ?? ActivatorUtilities.CreateInstance(provider, known.ImplementationType!))));
    }
}
