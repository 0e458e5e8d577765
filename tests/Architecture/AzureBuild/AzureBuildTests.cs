using Microsoft.CodeAnalysis;
using Swarm.Tests.Architecture.ApiSurface;
using Swarm.Tests.Architecture.Sources;

namespace Swarm.Tests.Architecture.AzureBuild;

/// <summary>
/// The packages of Microsoft are not to be had everywhere, so nobody may notice for days that the app does not compile
/// with them. Their public face is: here it is rebuilt from the API lists, and the app is compiled against it.
/// </summary>
public sealed class AzureBuildTests
{
    [Fact]
    public void The_rebuilt_packages_compile()
    {
        var packages = RealPackages.Compile(ApiLists.LoadOrSkip());

        var errors = packages.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

        Gate.Hold(errors.Select(Describe).Distinct());
    }

    /// <summary>
    /// Proves writer and formatter at once: what was rebuilt from the lists and compiled reads as the lists do.
    /// </summary>
    [Fact]
    public void The_rebuilt_packages_read_as_the_lists_do()
    {
        var lists = ApiLists.LoadOrSkip();
        var formatter = new SignatureFormatter(_ => null);

        var compiled = CompiledTypes.Of(RealPackages.Compile(lists))
            .ToDictionary(type => (type.ContainingNamespace.ToDisplayString(), SymbolNames.ReflectionName(type)));

        Gate.Hold(lists.Types.SelectMany(type =>
        {
            var listed = lists[type.Namespace, type.Type];
            var lines = compiled.TryGetValue(type, out var symbol) ? formatter.Format(symbol).ToList() : [];
            return listed.Where(entry => !lines.Exists(line => line.Matches(entry))).Select(entry => $"lost:  {entry}")
                .Concat(lines.Where(line => !listed.Any(line.Matches))
                    .Select(line => $"added: {type} {line.Signature}"));
        }));
    }

    [Fact]
    public void The_app_compiles_with_the_real_packages()
    {
        var packages = RealPackages.Reference(ApiLists.LoadOrSkip());

        var errors = AzureApp.Compile(SourceFile.All, packages);

        Gate.Hold(errors.Select(error => error.ToString()));
    }

    [Theory]
    [InlineData("class Probe { void Run(TaskOrchestrationContext c) => c.OurOwnHelper(); }", "CS1061")]
    [InlineData("class Probe { void Run(DurableTaskClient c) { string id = c.Name!.Length; } }", "CS0029")]
    [InlineData("class Probe { object Run(AsyncPageable<int> p) => p; }", "CS0104")]
    [InlineData("class Probe : Swarm.Durable.Stores.IDurableStore;", "CS0234")]
    public void What_only_our_runtime_has_does_not_compile(string source, string error)
    {
        var packages = RealPackages.Reference(ApiLists.LoadOrSkip());
        var switchFile = SourceFile.All.Where(file => file.Path == "functions/Hosting/HostUsings.cs");

        var probe = new SourceFile("functions/Probe.cs", "using Azure;\n" + source);

        var errors = AzureApp.Compile([.. switchFile, probe], packages);

        Assert.Contains(errors, diagnostic => diagnostic.Id == error);
    }

    private static string Describe(Diagnostic error)
    {
        var line = error.Location.GetLineSpan().StartLinePosition.Line;
        var text = error.Location.SourceTree?.GetText().Lines[line].ToString();
        return $"{error.Id} {error.GetMessage()}\n      in: {text}";
    }
}
