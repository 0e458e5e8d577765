using System.Globalization;
using System.Xml;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Swarm.WorkerAgent.Settings;

/// <summary>
/// A value of one of the owner's YAML files that knows its place, so that every mistake is told with its line. What
/// nobody knows is refused: a misspelt limit would be none.
/// </summary>
internal sealed class ConfigNode
{
    private const int MaxFileBytes = 1024 * 1024;

    private readonly string file;
    private readonly string path;
    private readonly YamlNode node;

    private ConfigNode(string file, string path, YamlNode node)
    {
        this.file = file;
        this.path = path;
        this.node = node;
    }

    /// <summary>Where it stands, for messages.</summary>
    public string Place => $"{file}, line {node.Start.Line}";

    /// <summary>The names of a mapping, in their order.</summary>
    public IReadOnlyList<string> Keys => [.. Mapping.Children.Keys.Select(key => ((YamlScalarNode)key).Value ?? "")];

    private YamlMappingNode Mapping => node as YamlMappingNode ?? throw Mistake("must be a mapping");

    /// <summary>Reads a file; null when it is empty.</summary>
    /// <exception cref="ConfigException">It cannot be read.</exception>
    public static ConfigNode? Load(string file)
    {
        try
        {
            if (new FileInfo(file).Length > MaxFileBytes)
            {
                throw new ConfigException($"{file} has over {MaxFileBytes} bytes, which no settings need.");
            }

            var stream = new YamlStream();
            stream.Load(new StringReader(File.ReadAllText(file)));
            var root = stream.Documents.Count == 0 ? null : stream.Documents[0].RootNode;
            return root is null or YamlScalarNode { Value: null or "" } ? null : new ConfigNode(file, "", root);
        }
        catch (YamlException e)
        {
            throw new ConfigException($"{file}, line {e.Start.Line}: {e.Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigException($"{file} cannot be read: {e.Message}");
        }
    }

    /// <summary>Refuses every name that is not known.</summary>
    public ConfigNode Allow(params string[] known)
    {
        foreach (var key in Mapping.Children.Keys)
        {
            if (key is not YamlScalarNode { Value: { } name } || !known.Contains(name))
            {
                var names = string.Join(", ", known);
                throw new ConfigException(
                    $"{file}, line {key.Start.Line}: '{key}' is not known here; known are: {names}.");
            }
        }

        return this;
    }

    /// <summary>A value of a mapping; null when it is not there or empty.</summary>
    public ConfigNode? Child(string name) =>
        Mapping.Children.TryGetValue(new YamlScalarNode(name), out var child)
        && child is not YamlScalarNode { Value: null or "", Style: ScalarStyle.Plain }
            ? new ConfigNode(file, path.Length == 0 ? name : $"{path}.{name}", child)
            : null;

    public string AsText() => node is YamlScalarNode { Value: { } value } ? value : throw Mistake("must be a text");

    public string? Text(string name) => Child(name)?.AsText();

    /// <summary>A text that is one of a few.</summary>
    public string? Choice(string name, IReadOnlyList<string> choices) => Child(name) is { } child
        ? choices.Contains(child.AsText())
            ? child.AsText()
            : throw child.Mistake($"must be one of: {string.Join(", ", choices)}")
        : null;

    public bool? Flag(string name) => Child(name) is { } child
        ? child.AsText() switch
        {
            "true" => true,
            "false" => false,
            _ => throw child.Mistake("must be true or false"),
        }
        : null;

    public int? Number(string name, int min, int max) => (int?)Amount(name, min, max);

    public decimal? Amount(string name, decimal min, decimal max)
    {
        if (Child(name) is not { } child)
        {
            return null;
        }

        return decimal.TryParse(child.AsText(), NumberStyles.Number, CultureInfo.InvariantCulture, out var number)
            && number >= min
            && number <= max
                ? number
                : throw child.Mistake($"must be a number from {min} to {max}");
    }

    /// <summary>A duration in ISO 8601, such as <c>PT5M</c>.</summary>
    public TimeSpan? Duration(string name)
    {
        if (Child(name) is not { } child)
        {
            return null;
        }

        try
        {
            return XmlConvert.ToTimeSpan(child.AsText()) is var span && span > TimeSpan.Zero
                ? span
                : throw child.Mistake("must be longer than nothing");
        }
        catch (FormatException)
        {
            throw child.Mistake("must be a duration such as PT5M or PT1H30M");
        }
    }

    /// <summary>An address, with a slash at its end.</summary>
    public Uri? Address(string name)
    {
        if (Child(name) is not { } child)
        {
            return null;
        }

        return Uri.TryCreate(child.AsText().TrimEnd('/') + "/", UriKind.Absolute, out var address)
            && address.Scheme is "http" or "https"
                ? address
                : throw child.Mistake("must be an address that begins with http:// or https://");
    }

    /// <summary>The items of a list; a single value counts as a list of one; null when it is not there.</summary>
    public IReadOnlyList<ConfigNode>? List(string name) => Child(name)?.AsList();

    public IReadOnlyList<ConfigNode> AsList() => node switch
    {
        YamlSequenceNode list => [.. list.Select((item, i) => new ConfigNode(file, $"{path}[{i}]", item))],
        YamlScalarNode => [this],
        _ => throw Mistake("must be a list"),
    };

    public IReadOnlyList<string>? Texts(string name) => List(name)?.Select(item => item.AsText()).ToArray();

    /// <summary>True for a list, which may hold lists.</summary>
    public bool IsList => node is YamlSequenceNode;

    public ConfigException Mistake(string what) =>
        new($"{Place}: '{(path.Length == 0 ? "the file" : path)}' {what}.");
}
