using Swarm.Tests.Architecture.ApiSurface;
using Swarm.Tests.Architecture.Sources;

namespace Swarm.Tests.Architecture.Switch;

public sealed class SwitchTests
{
    private const int MaxConditionalFiles = 3;

    [Fact]
    public void One_file_names_the_real_packages()
    {
        var switches = SwitchRules.Switches(SourceFile.All).ToList();

        Assert.True(switches.Count <= 1,
            $"Only the switch file may name the real packages:\n{string.Join('\n', switches)}");
    }

    [Fact]
    public void Few_files_are_compiled_differently_on_the_two_hosts()
    {
        var files = SwitchRules.Conditionals(SourceFile.All).ToList();

        Assert.True(files.Count <= MaxConditionalFiles,
            $"#if stands in {files.Count} files:\n{string.Join('\n', files)}");
    }

    [Fact]
    public void The_app_names_the_runtime_only_where_the_embedded_host_begins() =>
        Gate.Hold(SwitchRules.RuntimeOutsideItsFolder(SourceFile.All));

    /// <summary>A port that one host lacks compiles, and fails when the app starts there.</summary>
    [Fact]
    public void Both_hosts_have_adapters_for_the_same_ports() =>
        Assert.Equal(SwitchRules.Ports(SourceFile.All, "Embedded"), SwitchRules.Ports(SourceFile.All, "Azure"));

    [Fact]
    public void No_ambiguous_name_is_used_bare() => Gate.Hold(SwitchRules.AmbiguousBare(SourceFile.All));

    [Fact]
    public void The_ambiguous_names_are_those_of_the_lists()
    {
        var listed = ApiLists.ReadOrSkip("type-names.txt")
            .Where(line => line.StartsWith("AMBIGUOUS\t", StringComparison.Ordinal))
            .Select(line => line.Split('\t')[1]);

        Assert.Equal(AmbiguousNames.All, listed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_second_switch_is_seen()
    {
        SourceFile[] files =
        [
            new("functions/Hosting/HostUsings.cs", "#if SWARM_AZURE\nglobal using Microsoft.DurableTask;\n#endif"),
            new("functions/Runs/RunStore.cs", "class RunStore { Azure.Data.Tables.TableClient? _client; }"),
            new("functions/Runs/Other.cs", "// Microsoft.DurableTask is only mentioned here.\nclass Other;"),
        ];

        Assert.Equal(
            [
                "functions/Hosting/HostUsings.cs names Microsoft.DurableTask",
                "functions/Runs/RunStore.cs names Azure.Data.Tables",
            ],
            SwitchRules.Switches(files));
        Assert.Equal(["functions/Hosting/HostUsings.cs"], SwitchRules.Conditionals(files));
    }

    [Fact]
    public void The_runtime_named_in_the_app_is_seen()
    {
        SourceFile[] files =
        [
            new("functions/Runs/RunStore.cs", "using Swarm.Durable.Stores;"),
            new("functions/Hosts/Embedded/Queue.cs", "using Swarm.Embedded.Queues;"),
        ];

        var offence = Assert.Single(SwitchRules.RuntimeOutsideItsFolder(files));

        Assert.StartsWith("functions/Runs/RunStore.cs: names Swarm.Durable", offence);
    }

    [Fact]
    public void An_adapter_is_known_by_the_port_that_it_implements()
    {
        SourceFile[] files =
        [
            new("functions/Queues/IWorkQueues.cs", "interface IWorkQueues;"),
            new("functions/Hosts/Embedded/Queues.cs", "class Queues : IWorkQueues, IDisposable;"),
            new("functions/Hosts/Azure/Storage.cs", "class Storage;"),
        ];

        Assert.Equal(["IWorkQueues"], SwitchRules.Ports(files, "Embedded"));
        Assert.Empty(SwitchRules.Ports(files, "Azure"));
    }

    [Fact]
    public void An_ambiguous_name_without_an_alias_is_seen()
    {
        SourceFile[] files =
        [
            new("functions/Hosting/HostUsings.cs", "global using RetryContext = Swarm.Durable.RetryContext;"),
            new("functions/Runs/RunStore.cs", """
                class RunStore
                {
                    Page<int>? Bare() => null;
                    Azure.Page<int>? Qualified() => null;
                    RetryContext? Aliased() => null;
                    void Bind([FromBody] int value) { }
                }
                """),
        ];

        var offences = SwitchRules.AmbiguousBare(files).Select(offence => string.Join(' ', offence.Split(' ')[..2]));

        Assert.Equal(["functions/Runs/RunStore.cs:3: Page", "functions/Runs/RunStore.cs:6: FromBody"], offences);
    }
}
