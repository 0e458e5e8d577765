using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Swarm.Tests.Architecture.ApiSurface;
using Swarm.Tests.Architecture.Sources;

namespace Swarm.Tests.Architecture.AzureBuild;

/// <summary>The app as <c>SwarmHost=azure</c> builds it, in memory.</summary>
internal static class AzureApp
{
    private const string EmbeddedFolder = "functions/Hosts/Embedded/";

    // Those of Microsoft.NET.Sdk, which both builds use.
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static readonly CSharpParseOptions Parse =
        new(LanguageVersion.Preview, DocumentationMode.None, preprocessorSymbols: ["SWARM_AZURE", "DEBUG", "TRACE"]);

    public static IReadOnlyList<Diagnostic> Compile(IEnumerable<SourceFile> files, MetadataReference packages)
    {
        var trees = files
            .Where(file => file.Path.StartsWith("functions/", StringComparison.Ordinal)
                && !file.Path.StartsWith(EmbeddedFolder, StringComparison.Ordinal))
            .Select(file => CSharpSyntaxTree.ParseText(file.Text, Parse, file.Path))
            .Append(CSharpSyntaxTree.ParseText(ImplicitUsings, Parse, "functions/ImplicitUsings.g.cs"));
        var references = CompiledTypes.ReferencePaths
            .Where(path => CompiledTypes.IsForeign(path)
                || Path.GetFileNameWithoutExtension(path) is "Swarm.Contracts" or "Swarm.Core")
            .Select(path => (MetadataReference)MetadataReference.CreateFromFile(path))
            .Append(packages);
        var hasEntryPoint = files.Any(file => file.Path == "functions/Program.cs");
        var options = new CSharpCompilationOptions(
            hasEntryPoint ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary,
            nullableContextOptions: NullableContextOptions.Enable);
        var app = CSharpCompilation.Create("Swarm.Functions", trees, references, options);

        CSharpGeneratorDriver.Create(Generators(), parseOptions: Parse)
            .RunGeneratorsAndUpdateCompilation(app, out var generated, out var problems);

        // The real build has the same analyzers and rules as the embedded one; here only the language counts, with the
        // nullability warnings that both builds treat as errors.
        return
        [
            .. problems.Concat(generated.GetDiagnostics()).Where(diagnostic =>
                diagnostic.Severity == DiagnosticSeverity.Error
                || (diagnostic.Severity == DiagnosticSeverity.Warning && IsNullability(diagnostic))),
        ];
    }

    private static bool IsNullability(Diagnostic diagnostic) =>
        diagnostic.Id.StartsWith("CS86", StringComparison.Ordinal)
            || diagnostic.Id.StartsWith("CS87", StringComparison.Ordinal);

    /// <summary>The generators of the shared framework, from the list that the build of these tests writes.</summary>
    private static IEnumerable<ISourceGenerator> Generators() => File
        .ReadLines(Path.Combine(AppContext.BaseDirectory, "source-generators.txt"))
        .Where(path => path.Contains(".App.Ref", StringComparison.Ordinal))
        .SelectMany(path => new AnalyzerFileReference(path, new Loader()).GetGenerators(LanguageNames.CSharp));

    private sealed class Loader : IAnalyzerAssemblyLoader
    {
        public void AddDependencyLocation(string fullPath)
        {
        }

        public Assembly LoadFromPath(string fullPath) => Assembly.LoadFrom(fullPath);
    }
}
