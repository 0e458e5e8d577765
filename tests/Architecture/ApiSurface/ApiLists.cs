using Swarm.Tests.Architecture.Sources;

namespace Swarm.Tests.Architecture.ApiSurface;

/// <summary>
/// The lists (format api-tsv/1) of what the real packages offer. They are no part of the repository: SWARM_API_LISTS
/// names their folder. <c>.ci/run</c> demands them; elsewhere a test that needs them is skipped.
/// </summary>
internal sealed class ApiLists
{
    public const string FolderVariable = "SWARM_API_LISTS";
    private const string Format = "# format: api-tsv/1";

    private readonly Dictionary<(string Namespace, string Type), List<ApiEntry>> _byType = [];

    private ApiLists(IEnumerable<ApiEntry> entries)
    {
        foreach (var entry in entries)
        {
            if (!_byType.TryGetValue((entry.Namespace, entry.Type), out var members))
            {
                _byType.Add((entry.Namespace, entry.Type), members = []);
            }

            members.Add(entry);
        }

        Namespaces = _byType.Keys.Select(key => key.Namespace).ToHashSet(StringComparer.Ordinal);
    }

    public IReadOnlySet<string> Namespaces { get; }

    public IEnumerable<(string Namespace, string Type)> Types => _byType.Keys;

    public IReadOnlyList<ApiEntry> this[string @namespace, string type] =>
        _byType.TryGetValue((@namespace, type), out var entries) ? entries : [];

    /// <summary>Reads the lists, or skips the running test where nobody said where they are.</summary>
    public static ApiLists LoadOrSkip()
    {
        var folder = FolderOrSkip();
        var files = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.tsv") : [];
        Assert.True(files.Length > 0, $"{FolderVariable} names {folder}, which holds no *.tsv file.");
        return new ApiLists(files.Order(StringComparer.Ordinal).SelectMany(file => Parse(file, File.ReadLines(file))));
    }

    /// <summary>Reads another file of the folder, or skips the running test.</summary>
    public static IEnumerable<string> ReadOrSkip(string file) => File.ReadLines(Path.Combine(FolderOrSkip(), file));

    public static ApiLists From(IEnumerable<ApiEntry> entries) => new(entries);

    private static string FolderOrSkip()
    {
        var folder = Environment.GetEnvironmentVariable(FolderVariable);
        if (string.IsNullOrEmpty(folder))
        {
            Assert.Skip($"{FolderVariable} does not name the folder of the API lists.");
        }

        return RepositoryRoot.Resolve(folder);
    }

    private static IEnumerable<ApiEntry> Parse(string file, IEnumerable<string> lines)
    {
        var number = 0;
        foreach (var line in lines)
        {
            number++;
            if (number == 1 && !line.StartsWith(Format, StringComparison.Ordinal))
            {
                throw new InvalidDataException($"{file}: expected '{Format}', found '{line}'.");
            }

            if (line.StartsWith('#'))
            {
                continue;
            }

            var fields = line.Split('\t');
            yield return fields.Length == 4
                ? new ApiEntry(fields[0], fields[1], fields[2], fields[3])
                : throw new InvalidDataException($"{file}:{number}: expected 4 fields, found {fields.Length}.");
        }
    }
}
