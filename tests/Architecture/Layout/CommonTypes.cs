using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Swarm.Tests.Architecture.ApiSurface;

namespace Swarm.Tests.Architecture.Layout;

/// <summary>The names of types that most files can use without a thought.</summary>
internal static class CommonTypes
{
    private static readonly string[] Imported =
    [
        "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading",
        "System.Threading.Tasks", "Microsoft.AspNetCore.Http", "Microsoft.Extensions.Hosting",
        "Microsoft.Extensions.Logging",
    ];

    public static IReadOnlySet<string> Names { get; } = Read();

    private static HashSet<string> Read()
    {
        var compilation = CSharpCompilation.Create(
            "Reader", references: CompiledTypes.ReferencePaths.Select(path => MetadataReference.CreateFromFile(path)));
        return Imported
            .SelectMany(name => name.Split('.').Aggregate(compilation.GlobalNamespace, Descend).GetTypeMembers())
            .Where(type => type.DeclaredAccessibility == Accessibility.Public)
            .Select(type => type.Name)
            .ToHashSet(StringComparer.Ordinal);
    }

    private static INamespaceSymbol Descend(INamespaceSymbol space, string name) =>
        space.GetNamespaceMembers().Single(inner => inner.Name == name);
}
