using Microsoft.CodeAnalysis;

namespace Swarm.Tests.Architecture.ApiSurface;

/// <summary>Finds what mirrored types show that the real ones do not.</summary>
internal sealed class SurfaceComparison(ApiLists lists)
{
    private readonly NamespaceMap _map = new(lists);

    public IEnumerable<string> Offences(IEnumerable<INamedTypeSymbol> types) => types.SelectMany(Offences);

    private IEnumerable<string> Offences(INamedTypeSymbol type)
    {
        if (_map.TheirsOf(type) is not { } theirs || !_map.IsListed(theirs))
        {
            yield break;
        }

        var listed = lists[theirs, SymbolNames.ReflectionName(type)];
        if (listed.Count == 0)
        {
            yield return $"{type}: {theirs} has no such public type; a type of our own belongs in a namespace that "
                + "the real packages do not have.";
            yield break;
        }

        foreach (var line in new SignatureFormatter(_map.TheirsOf)
            .Format(type)
            .Where(line => !listed.Any(line.Matches)))
        {
            var nearest = listed.Where(entry => entry.Kind == line.Kind)
                .OrderBy(entry => TextDistance.Between(entry.Signature, line.Signature)).FirstOrDefault();
            yield return $"""
                {type}: the real type has no such {line.Kind}.
                      ours:   {(nearest?.IsOblivious == true ? line.Oblivious : line.Signature)}
                      theirs: {nearest?.Signature ?? "none of this kind"}
                """;
        }
    }
}
