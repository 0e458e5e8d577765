using Swarm.Core.Documents;
using Swarm.Core.Workflows.Parsing;

namespace Swarm.Core.Tasks.Templates;

/// <summary>The directions that come with Swarm: the data file <c>Director/director.yaml</c>.</summary>
public static class DefaultDirections
{
    private const string Resource = "directors/director.yaml";

    private static readonly DocumentLimits s_limits = new(MaxBytes: 64 * 1024, MaxDepth: 8, MaxValues: 500);

    public static Directions Value { get; } = Load();

    private static Directions Load()
    {
        using var stream = typeof(DefaultDirections).Assembly.GetManifestResourceStream(Resource)!;
        using var reader = new StreamReader(stream);
        var errors = new ErrorList();
        var document = DocumentReader.Read(reader.ReadToEnd(), s_limits, errors.Add);
        var root = MapReader.Open(errors, document, "the file", ["version", "name", .. DirectionsReader.Fields]);
        var directions = root is null ? null : DirectionsReader.Read(errors, root, defaults: null);
        return directions is not null && errors.IsEmpty
            ? directions
            : throw new InvalidOperationException($"The resource '{Resource}' of Swarm cannot be read.");
    }
}
