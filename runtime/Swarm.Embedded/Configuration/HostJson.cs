using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Swarm.Embedded.Configuration;

/// <summary>What the embedded host reads from host.json.</summary>
internal sealed record HostJson(string RoutePrefix, TimeSpan? FunctionTimeout)
{
    public const string FileName = "host.json";

    /// <summary>The prefix of Azure Functions when host.json has none.</summary>
    private const string DefaultRoutePrefix = "api";

    /// <summary>Reads the file; defaults when there is none.</summary>
    /// <exception cref="InvalidDataException">The file cannot be read.</exception>
    public static HostJson Read(string folder)
    {
        var configuration = Load(folder);
        return new HostJson(
            configuration["extensions:http:routePrefix"] ?? DefaultRoutePrefix,
            Timeout(configuration["functionTimeout"]));
    }

    /// <summary>The log levels of host.json, as the logging of .NET calls them.</summary>
    public static IEnumerable<KeyValuePair<string, string?>> LogLevels(string folder) =>
        from level in Load(folder).GetSection("logging:logLevel").GetChildren()
        select KeyValuePair.Create($"Logging:LogLevel:{level.Key}", level.Value);

    /// <summary>A source whose token is cancelled with the given one, or when a function has had its time.</summary>
    public CancellationTokenSource LimitTime(CancellationToken cancellation)
    {
        var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (FunctionTimeout is { } timeout)
        {
            limited.CancelAfter(timeout);
        }

        return limited;
    }

    private static IConfigurationRoot Load(string folder) =>
        new ConfigurationBuilder().AddJsonFile(Path.Combine(folder, FileName), optional: true).Build();

    private static TimeSpan? Timeout(string? text)
    {
        if (text is null or "-1")
        {
            return null;
        }

        return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var timeout) && timeout > TimeSpan.Zero
            ? timeout
            : throw new InvalidDataException($"{FileName}: functionTimeout '{text}' is no time span such as 00:10:00.");
    }
}
