using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Swarm.Tests.Architecture.ApiSurface;

/// <summary>Reads compiled assemblies as the compiler reads them: with nullability, defaults and attributes.</summary>
internal static class CompiledTypes
{
    /// <summary>What the running tests reference: the shared framework, the packages and our own assemblies.</summary>
    public static IReadOnlyList<string> ReferencePaths { get; } =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)];

    public static IEnumerable<INamedTypeSymbol> Of(params string[] assemblyNames)
    {
        // Private members are needed to tell a record struct from a plain one.
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)
            .WithMetadataImportOptions(MetadataImportOptions.All);
        var compilation = CSharpCompilation.Create(
            "Reader",
            references: ReferencePaths.Select(path => MetadataReference.CreateFromFile(path)),
            options: options);
        return assemblyNames.SelectMany(name => SymbolNames.VisibleTypes(Assembly(compilation, name).GlobalNamespace));
    }

    private static IAssemblySymbol Assembly(CSharpCompilation compilation, string name)
    {
        var reference = compilation.References.SingleOrDefault(
            reference => Path.GetFileNameWithoutExtension(reference.Display) == name);
        return reference is not null && compilation.GetAssemblyOrModuleSymbol(reference) is IAssemblySymbol assembly
            ? assembly
            : throw new InvalidOperationException($"The tests do not reference {name}.");
    }
}
