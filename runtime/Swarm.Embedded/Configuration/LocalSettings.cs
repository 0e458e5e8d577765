using Microsoft.Extensions.Configuration;

namespace Swarm.Embedded.Configuration;

/// <summary>The values of local.settings.json, which are to a developer what app settings are in Azure.</summary>
internal static class LocalSettings
{
    public const string FileName = "local.settings.json";

    public static IEnumerable<KeyValuePair<string, string?>> Read(string folder)
    {
        var settings = new ConfigurationBuilder().AddJsonFile(Path.Combine(folder, FileName), optional: true).Build();
        if (settings.GetValue("IsEncrypted", defaultValue: false))
        {
            throw new InvalidDataException($"{FileName} is encrypted; run 'func settings decrypt' first.");
        }

        return
            from value in settings.GetSection("Values").AsEnumerable(makePathsRelative: true)
            where value.Value is not null
            select KeyValuePair.Create(value.Key.Replace("__", ":", StringComparison.Ordinal), value.Value);
    }
}
