using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Swarm.Functions.Content;

/// <summary>Reads the options from the section <c>Content</c> of the configuration.</summary>
internal static class ContentSettings
{
    public const string MaxBytesTotal = "Content:MaxBytesTotal";
    public const string MaxBytesPerValue = "Content:MaxBytesPerValue";

    public static void Read(ContentOptions options, IConfiguration configuration)
    {
        options.MaxBytesTotal = Number(configuration, MaxBytesTotal) ?? options.MaxBytesTotal;
        options.MaxBytesPerValue = Number(configuration, MaxBytesPerValue) ?? options.MaxBytesPerValue;
    }

    private static long? Number(IConfiguration configuration, string name) => configuration[name] switch
    {
        null or "" => null,
        var text when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
        var text => throw new InvalidOperationException($"'{name}' is '{text}'; give a number of bytes."),
    };
}
