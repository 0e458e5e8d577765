using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Swarm.Tests.Architecture.ApiSurface;

/// <summary>Reads compiled assemblies as the compiler reads them: with nullability, defaults and attributes.</summary>
internal static class CompiledTypes
{
    /// <summary>What the running tests reference: the shared framework, the packages and our own assemblies.</summary>
    public static IReadOnlyList<string> ReferencePaths { get; } =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)];

    /// <summary>Whether an assembly is none of ours.</summary>
    public static bool IsForeign(string path) =>
        !Path.GetFileName(path).StartsWith("swarm", StringComparison.OrdinalIgnoreCase);

    /// <summary>The types that assemblies among our references show.</summary>
    public static IEnumerable<INamedTypeSymbol> Of(params string[] assemblyNames)
    {
        var references = ReferencePaths.Select(path => MetadataReference.CreateFromFile(path)).ToList();
        return assemblyNames.SelectMany(name => Visible(references, references.Find(
            reference => Path.GetFileNameWithoutExtension(reference.Display) == name)
            ?? throw new InvalidOperationException($"The tests do not reference {name}.")));
    }

    /// <summary>The types that an assembly compiled here shows, read back from its image.</summary>
    public static IEnumerable<INamedTypeSymbol> Of(CSharpCompilation compiled)
    {
        var image = ToReference(compiled);
        return Visible([.. compiled.References, image], image);
    }

    /// <summary>Compiles to memory.</summary>
    public static MetadataReference ToReference(CSharpCompilation compilation)
    {
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        Assert.True(result.Success,
            string.Join('\n', result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)));
        return MetadataReference.CreateFromImage(image.ToArray());
    }

    private static IEnumerable<INamedTypeSymbol> Visible(
        IEnumerable<MetadataReference> references, MetadataReference assembly)
    {
        // Private members are needed to tell a record struct from a plain one.
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)
            .WithMetadataImportOptions(MetadataImportOptions.All);
        var reader = CSharpCompilation.Create("Reader", references: references, options: options);
        return SymbolNames.VisibleTypes(((IAssemblySymbol)reader.GetAssemblyOrModuleSymbol(assembly)!).GlobalNamespace);
    }
}
