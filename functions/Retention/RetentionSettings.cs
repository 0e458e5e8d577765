using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Swarm.Functions.Retention;

/// <summary>Reads the options from <c>Retention:KeepRuns</c>: a number of days, or <c>off</c>.</summary>
internal static class RetentionSettings
{
    public const string KeepRuns = "Retention:KeepRuns";

    public static void Read(RetentionOptions options, IConfiguration configuration)
    {
        switch (configuration[KeepRuns])
        {
            case null or "":
                break;
            case "off":
                options.KeepRuns = null;
                break;
            case var text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var days)
                && Math.Abs(days) < TimeSpan.MaxValue.TotalDays:
                options.KeepRuns = TimeSpan.FromDays(days);
                break;
            case var text:
                throw new InvalidOperationException(
                    $"'{KeepRuns}' is '{text}'; give a number of days, or 'off' to keep runs for ever.");
        }
    }
}
