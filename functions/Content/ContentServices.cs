using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Swarm.Functions.Content;

internal static class ContentServices
{
    /// <summary>What keeps large values; the host brings <see cref="IContentStore"/>.</summary>
    public static IServiceCollection AddContent(this IServiceCollection services)
    {
        services.AddOptions<ContentOptions>()
            .Configure<IConfiguration>(ContentSettings.Read)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        return services
            .AddSingleton<ContentIndex>()
            .AddSingleton<ContentValues>()
            .AddSingleton<LargeDocuments>()
            .AddSingleton<ContentLookup>()
            .AddSingleton<ContentAccess>()
            .AddSingleton<ContentPause>()
            .AddSingleton<ContentSweep>()
            .AddSingleton<ContentGauges>();
    }
}
