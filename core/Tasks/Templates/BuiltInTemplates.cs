namespace Swarm.Core.Tasks.Templates;

/// <summary>The templates that come with Swarm: data files beside this one.</summary>
public static class BuiltInTemplates
{
    private const string Prefix = "templates/";

    private static readonly IReadOnlyDictionary<string, string> s_sources = Load();

    /// <summary>Their files by name.</summary>
    public static IReadOnlyDictionary<string, string> Sources => s_sources;

    private static SortedDictionary<string, string> Load()
    {
        var assembly = typeof(BuiltInTemplates).Assembly;
        var sources = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var resources = assembly.GetManifestResourceNames();
        foreach (var resource in resources.Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            sources[resource[Prefix.Length..^".yaml".Length]] = reader.ReadToEnd();
        }

        return sources;
    }
}
