using System.Globalization;
using Microsoft.Extensions.Configuration;
using Swarm.Contracts.Clarifications;

namespace Swarm.Functions.Clarifications;

/// <summary>Reads the options of questions from the section <c>Clarifications</c> of the configuration.</summary>
internal static class ClarificationSettings
{
    private const string Section = "Clarifications";

    public static void Read(ClarificationOptions options, IConfiguration configuration)
    {
        options.ExpiresAfter = Duration(configuration, "ExpiresAfter") ?? options.ExpiresAfter;
        options.HeldFor = Duration(configuration, "HeldFor") ?? options.HeldFor;
        if (Text(configuration, "OnExpiry") is { } onExpiry)
        {
            options.OnExpiry = Enum.TryParse<ClarificationExpiry>(onExpiry, ignoreCase: true, out var known)
                ? known
                : throw Mistake("OnExpiry", onExpiry, "proceed or fail");
        }

        if (Text(configuration, "MaxPerWorkItem") is { } max)
        {
            options.MaxPerWorkItem = int.TryParse(max, CultureInfo.InvariantCulture, out var number)
                ? number
                : throw Mistake("MaxPerWorkItem", max, "a number");
        }
    }

    private static TimeSpan? Duration(IConfiguration configuration, string name) =>
        Text(configuration, name) is not { } text ? null
        : TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var duration)
            ? duration
            : throw Mistake(name, text, "a duration such as 1.12:00:00");

    private static string? Text(IConfiguration configuration, string name) => configuration[$"{Section}:{name}"];

    private static InvalidOperationException Mistake(string name, string value, string wanted) =>
        new($"The setting {Section}:{name} must be {wanted}, but is '{value}'.");
}
