using Microsoft.CodeAnalysis;

namespace Swarm.Tests.Architecture.ApiSurface;

/// <summary>Names and visibility of symbols in the words of the lists.</summary>
internal static class SymbolNames
{
    public static string ReflectionName(INamedTypeSymbol type) =>
        type.ContainingType is { } outer ? $"{ReflectionName(outer)}+{type.MetadataName}" : type.MetadataName;

    /// <summary>"public", "protected" or "protected internal"; null for what no other assembly can use.</summary>
    public static string? Accessibility(ISymbol symbol) => symbol.DeclaredAccessibility switch
    {
        Microsoft.CodeAnalysis.Accessibility.Public => "public",
        Microsoft.CodeAnalysis.Accessibility.Protected => "protected",
        Microsoft.CodeAnalysis.Accessibility.ProtectedOrInternal => "protected internal",
        _ => null,
    };

    /// <summary>Every type that another assembly can name, nested ones included.</summary>
    public static IEnumerable<INamedTypeSymbol> VisibleTypes(INamespaceOrTypeSymbol container)
    {
        foreach (var member in container.GetMembers())
        {
            if (member is INamespaceSymbol inner)
            {
                foreach (var type in VisibleTypes(inner))
                {
                    yield return type;
                }
            }
            else if (member is INamedTypeSymbol type && Accessibility(type) is not null)
            {
                yield return type;
                foreach (var nested in VisibleTypes(type))
                {
                    yield return nested;
                }
            }
        }
    }
}
