using System.Globalization;
using Microsoft.Extensions.Configuration;
using Swarm.Durable.Worker;

namespace Swarm.Embedded.Configuration;

/// <summary>What the embedded host reads from host.json.</summary>
/// <param name="RoutePrefix">What routes of HTTP functions begin with.</param>
/// <param name="FunctionTimeout">How long a function may run.</param>
/// <param name="Versioning">Which versions of orchestrations run; null if nothing is said.</param>
/// <param name="Retention">How long instances stay after their end; null for ever.</param>
internal sealed record HostJson(
    string RoutePrefix,
    TimeSpan? FunctionTimeout,
    DurableTaskWorkerOptions.VersioningOptions? Versioning,
    TimeSpan? Retention)
{
    public const string FileName = "host.json";

    /// <summary>The prefix of Azure Functions when host.json has none.</summary>
    private const string DefaultRoutePrefix = "api";

    private const string DurableTask = "extensions:durableTask";

    /// <summary>Reads the file; defaults when there is none.</summary>
    /// <exception cref="InvalidDataException">The file cannot be read.</exception>
    public static HostJson Read(string folder)
    {
        var configuration = Load(folder);
        return new HostJson(
            configuration["extensions:http:routePrefix"] ?? DefaultRoutePrefix,
            Span(configuration, "functionTimeout"),
            ReadVersioning(configuration.GetSection(DurableTask)),
            Span(configuration.GetSection(DurableTask), "retention"));
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

    /// <summary>As in Durable Functions, one version is the worker's own and that of what starts without one.</summary>
    private static DurableTaskWorkerOptions.VersioningOptions? ReadVersioning(IConfigurationSection section)
    {
        if (section["defaultVersion"] is not { } version)
        {
            return null;
        }

        return new DurableTaskWorkerOptions.VersioningOptions
        {
            Version = version,
            DefaultVersion = version,
            MatchStrategy = Choice(
                section, "versionMatchStrategy", DurableTaskWorkerOptions.VersionMatchStrategy.CurrentOrOlder),
            FailureStrategy = Choice(
                section, "versionFailureStrategy", DurableTaskWorkerOptions.VersionFailureStrategy.Reject),
        };
    }

    private static T Choice<T>(IConfigurationSection section, string name, T otherwise)
        where T : struct, Enum =>
        section[name] is not { } text ? otherwise
        : Enum.TryParse(text, ignoreCase: true, out T value) && Enum.IsDefined(value) ? value
        : throw new InvalidDataException(
            $"{FileName}: {name} '{text}' is none of {string.Join(", ", Enum.GetNames<T>())}.");

    private static TimeSpan? Span(IConfiguration section, string name)
    {
        var text = section[name];
        if (text is null or "-1")
        {
            return null;
        }

        return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) && span > TimeSpan.Zero
            ? span
            : throw new InvalidDataException($"{FileName}: {name} '{text}' is no time span such as 00:10:00.");
    }
}
