using Microsoft.CodeAnalysis;

namespace Swarm.Tests.Architecture.ApiSurface;

/// <summary>A line of ours, written with nullability or, to be compared with an oblivious line, without it.</summary>
internal sealed class ApiLine
{
    public ApiLine(
        ISymbol symbol,
        string kind,
        Func<TypeReferences, string> write,
        Func<INamedTypeSymbol, string?> mapNamespace)
    {
        Kind = kind;
        var types = new TypeReferences(mapNamespace, withNullability: true);
        var declaration = write(types);
        Signature = ApiEntry.Join(declaration, types.SawOblivious, AttributeLists.OfSymbol(symbol));
        Oblivious = ApiEntry.Join(
            write(new TypeReferences(mapNamespace, withNullability: false)),
            isOblivious: true,
            AttributeLists.OfSymbol(symbol));
    }

    public string Kind { get; }

    public string Signature { get; }

    public string Oblivious { get; }

    /// <summary>Whether the lists have this very line.</summary>
    public bool Matches(ApiEntry entry) =>
        entry.Kind == Kind && entry.Signature == (entry.IsOblivious ? Oblivious : Signature);
}
