using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Swarm.Tests.Architecture.ApiSurface;

namespace Swarm.Tests.Architecture.AzureBuild;

/// <summary>One assembly that looks like the packages of Microsoft that the azure build references.</summary>
internal static class RealPackages
{
    private static readonly CSharpParseOptions Parse = new(LanguageVersion.Preview);

    private static CSharpCompilation? _compilation;
    private static MetadataReference? _reference;

    /// <summary>The assembly to compile against; made once per process.</summary>
    public static MetadataReference Reference(ApiLists lists) =>
        LazyInitializer.EnsureInitialized(ref _reference, () => CompiledTypes.ToReference(Compile(lists)));

    public static CSharpCompilation Compile(ApiLists lists) =>
        LazyInitializer.EnsureInitialized(ref _compilation, () => Create(lists));

    private static CSharpCompilation Create(ApiLists lists)
    {
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)
            .WithMetadataImportOptions(MetadataImportOptions.All);
        var written = CSharpCompilation.Create(
            "RealPackages",
            [
                CSharpSyntaxTree.ParseText(new StubWriter(lists).Write(), Parse),
                CSharpSyntaxTree.ParseText(StandIns.Source, Parse),
            ],
            CompiledTypes.ReferencePaths.Where(CompiledTypes.IsForeign)
                .Select(path => MetadataReference.CreateFromFile(path)),
            options);
        return written.AddSyntaxTrees(CSharpSyntaxTree.ParseText(StubCompletion.Write(written), Parse));
    }

}
