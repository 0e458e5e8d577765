using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;
using Swarm.Tests.Architecture.ApiSurface;
using Swarm.Tests.Architecture.Sources;

namespace Swarm.Tests.Architecture.References;

/// <summary>
/// contracts ← core ← functions; functions → runtime in the embedded build only; worker-agent and cli → contracts;
/// runtime knows nothing of Swarm.
/// </summary>
public sealed class ProjectReferenceTests
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["contracts/Swarm.Contracts.csproj"] = [],
        ["core/Swarm.Core.csproj"] = ["Swarm.Contracts"],
        ["functions/Swarm.Functions.csproj"] = ["Swarm.Core", "Swarm.Embedded"],
        ["worker-agent/Swarm.WorkerAgent.csproj"] = ["Swarm.Contracts"],
        ["cli/Swarm.Cli.csproj"] = ["Swarm.Contracts"],
        ["runtime/Swarm.Durable/Swarm.Durable.csproj"] = [],
        ["runtime/Swarm.Durable.Sqlite/Swarm.Durable.Sqlite.csproj"] = ["Swarm.Durable"],
        ["runtime/Swarm.Embedded/Swarm.Embedded.csproj"] = ["Swarm.Durable", "Swarm.Durable.Sqlite"],
    };

    // A compiled assembly names what it uses, also what reaches it through another reference.
    private static readonly Dictionary<string, string[]> AllowedInAssembly = new(StringComparer.Ordinal)
    {
        ["Swarm.Contracts"] = [],
        ["Swarm.Core"] = ["Swarm.Contracts"],
        ["Swarm.Functions"] =
            ["Swarm.Contracts", "Swarm.Core", "Swarm.Embedded", "Swarm.Durable", "Swarm.Durable.Sqlite"],
        ["swarm-agent"] = ["Swarm.Contracts"],
        ["swarm-cli"] = ["Swarm.Contracts"],
        ["Swarm.Durable"] = [],
        ["Swarm.Durable.Sqlite"] = ["Swarm.Durable"],
        ["Swarm.Embedded"] = ["Swarm.Durable", "Swarm.Durable.Sqlite"],
    };

    [Fact]
    public void Projects_reference_each_other_as_designed() => Gate.Hold(
        from project in RepositoryRoot.Files
        where IsProductProject(project)
        from reference in XDocument.Load(RepositoryRoot.Resolve(project)).Descendants("ProjectReference")
        let name = Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/'))
        where !Allowed.TryGetValue(project, out var allowed) || !allowed.Contains(name)
        select $"{project}: must not reference {name}.");

    [Fact]
    public void The_app_references_the_runtime_in_the_embedded_build_only()
    {
        var app = XDocument.Load(RepositoryRoot.Resolve("functions/Swarm.Functions.csproj"));

        var runtime = app.Descendants("ProjectReference")
            .Where(reference => reference.Attribute("Include")!.Value.Contains("runtime", StringComparison.Ordinal))
            .ToList();

        Assert.NotEmpty(runtime);
        Assert.All(runtime, reference => Assert.Contains(
            "'$(SwarmHost)' == 'embedded'",
            reference.Attribute("Condition")?.Value ?? reference.Parent!.Attribute("Condition")?.Value));
    }

    [Fact]
    public void Assemblies_use_each_other_as_designed() => Gate.Hold(
        from pair in AllowedInAssembly
        from used in ReferencedAssemblies(pair.Key)
        where (used.StartsWith("Swarm.", StringComparison.Ordinal)
            || used.StartsWith("swarm-", StringComparison.Ordinal))
            && !pair.Value.Contains(used)
        select $"{pair.Key}: must not use {used}.");

    [Fact]
    public void Every_project_has_its_line_here()
    {
        var projects = RepositoryRoot.Files.Where(IsProductProject);

        Assert.Equal(Allowed.Keys.Order(StringComparer.Ordinal), projects.Order(StringComparer.Ordinal));
    }

    private static bool IsProductProject(string file) => file.EndsWith(".csproj", StringComparison.Ordinal)
        && file.Split('/')[0] is not ("tests" or "bench" or "examples");

    private static List<string> ReferencedAssemblies(string assembly)
    {
        var path = CompiledTypes.ReferencePaths.Single(path => Path.GetFileNameWithoutExtension(path) == assembly);
        using var file = new PEReader(File.OpenRead(path));
        var metadata = file.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(
            handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))];
    }
}
