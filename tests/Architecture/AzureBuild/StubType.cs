using Swarm.Tests.Architecture.ApiSurface;

namespace Swarm.Tests.Architecture.AzureBuild;

/// <summary>A type of the lists, taken apart far enough to be written as C#.</summary>
internal sealed class StubType
{
    private readonly Dictionary<string, string> _parts = new(StringComparer.Ordinal);

    public StubType(IReadOnlyList<ApiEntry> entries)
    {
        Entry = entries.First(entry => entry.Kind == "TYPE");
        Members = [.. entries.Where(entry => entry.Kind != "TYPE").Distinct()];
        var parts = Entry.Declaration.Split("; ");
        Head = parts[0];
        foreach (var part in parts.Skip(1))
        {
            if (part.StartsWith("where ", StringComparison.Ordinal))
            {
                Constraints = " " + CSharpText.Qualify(part);
            }
            else
            {
                var cut = part.IndexOf('=', StringComparison.Ordinal);
                _parts[part[..cut]] = part[(cut + 1)..];
            }
        }
    }

    public ApiEntry Entry { get; }

    /// <summary>The members; those that the compiler adds to a record are left to the compiler.</summary>
    public IReadOnlyList<ApiEntry> Members { get; }

    /// <summary>Accessibility, modifiers, kind, name and type parameters.</summary>
    public string Head { get; }

    public string Constraints { get; } = "";

    public string Name => Entry.Type.Split('+')[^1].Split('`')[0];

    public string FullName => $"{Entry.Namespace}.{Entry.Type.Replace('+', '.')}";

    public bool IsRecord => Head.Contains(" record ", StringComparison.Ordinal);

    public bool IsInterface => Head.Contains(" interface ", StringComparison.Ordinal);

    public bool IsStruct => Head.Contains(" struct ", StringComparison.Ordinal);

    public bool IsStatic => Head.Contains(" static class ", StringComparison.Ordinal);

    public bool IsEnum => Head.Contains(" enum ", StringComparison.Ordinal);

    public bool IsDelegate => Head.Contains(" delegate ", StringComparison.Ordinal);

    public string? Base => _parts.GetValueOrDefault("base");

    public string? Invoke => _parts.GetValueOrDefault("invoke");

    public string? Underlying => _parts.GetValueOrDefault("underlying");

    public IEnumerable<string> Interfaces => _parts.TryGetValue("interfaces", out var listed)
        ? CSharpText.SplitList(listed).Where(face => !IsRecord || face != $"System.IEquatable<{FullName}>")
        : [];

    /// <summary>The constructor of a positional record: the one that its synthesized Deconstruct undoes.</summary>
    public ApiEntry? Primary
    {
        get
        {
            var deconstruct = Members.FirstOrDefault(member =>
                CSharpText.IsSynthesized(member)
                    && member.Declaration.Contains(" Deconstruct(", StringComparison.Ordinal));
            return deconstruct is null ? null : Members.Single(member => member.Kind == "CTOR"
                && CSharpText.SplitList(CSharpText.ParametersOf(member.Declaration))
                    .Select(parameter => "out " + parameter.Split(" = ")[0])
                    .SequenceEqual(CSharpText.SplitList(CSharpText.ParametersOf(deconstruct.Declaration))));
        }
    }

    /// <summary>The parameters of that constructor; null for everything that is no positional record.</summary>
    public string? Positional => Primary is { } primary ? CSharpText.ParametersOf(primary.Declaration) : null;

    /// <summary>
    /// The name under which a reference to a type is found: <c>A.Foo`1</c> for <c>A.Foo&lt;B.Bar&gt;</c>.
    /// </summary>
    public static string KeyOf(string reference)
    {
        var open = reference.IndexOf('<', StringComparison.Ordinal);
        return open < 0 ? reference : $"{reference[..open]}`{CSharpText.SplitList(reference[(open + 1)..^1]).Count()}";
    }
}
