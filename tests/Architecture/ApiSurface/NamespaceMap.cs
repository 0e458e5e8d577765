using Microsoft.CodeAnalysis;

namespace Swarm.Tests.Architecture.ApiSurface;

/// <summary>Which namespace of ours stands for which one of the real packages.</summary>
internal sealed class NamespaceMap(ApiLists lists)
{
    // Extension classes of several Microsoft.Extensions namespaces share one of ours: their type names differ.
    private const string Extensions = "Swarm.Embedded.Hosting";

    private static readonly (string Ours, string Theirs)[] Prefixes =
    [
        ("Swarm.Durable.Core", "DurableTask.Core"),
        ("Swarm.Durable", "Microsoft.DurableTask"),
        ("Swarm.Embedded.Worker", "Microsoft.Azure.Functions.Worker"),
        ("Swarm.Embedded.Tables", "Azure.Data.Tables"),
    ];

    // Signatures of listed types name types of these, which no list has.
    private static readonly string[] Unlisted = ["DurableTask.Core", "DurableTask.Core.Tracing"];

    /// <summary>Whether the lists tell what a real namespace holds.</summary>
    public bool IsListed(string theirs) => lists.Namespaces.Contains(theirs);

    /// <summary>The real namespace of a type of ours; null when the type mirrors nothing.</summary>
    public string? TheirsOf(INamedTypeSymbol type)
    {
        var ours = type.ContainingNamespace.ToDisplayString();
        if (ours == Extensions)
        {
            return lists.Namespaces
                .Where(name => name.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .FirstOrDefault(name => lists[name, SymbolNames.ReflectionName(type)].Count > 0)
                    ?? "Microsoft.Extensions.Hosting";
        }

        foreach (var (prefix, theirs) in Prefixes)
        {
            if (ours == prefix || ours.StartsWith(prefix + ".", StringComparison.Ordinal))
            {
                var mapped = theirs + ours[prefix.Length..];
                return IsListed(mapped) || Unlisted.Contains(mapped) ? mapped : null;
            }
        }

        return null;
    }
}
