using System.Text.Json;
using Swarm.Contracts.Json;
using Swarm.Tests.EndToEnd.Programs;

namespace Swarm.Tests.EndToEnd.Backups;

/// <summary>A control plane is backed up while it runs, and lives on elsewhere.</summary>
public sealed class BackupTests(SwarmUnderTest swarm) : IClassFixture<SwarmUnderTest>
{
    private const string UpLine = "Swarm is up on ";

    private SwarmCommandLine CommandLine => swarm.CommandLine;

    [Fact]
    public async Task What_was_backed_up_is_there_after_a_restore_with_its_keys_and_large_values()
    {
        var file = CommandLine.WriteFile(
            "much.yaml", "version: 1\nname: much\nnodes:\n  make: { run: [seq, '20000'] }\n");
        var ran = await CommandLine.RunAsync("run", file, "--json");
        var run = JsonSerializer.Deserialize(ran.Output, SwarmJsonContext.Default.RunDetail)!.Summary.Id;
        var backup = Path.Combine(CommandLine.Root, "swarm.tar");
        var restored = Path.Combine(CommandLine.Root, "restored");

        var (made, _, madeError) = await CommandLine.RunAsync("backup", backup);
        Assert.True(made == 0, madeError);
        var (again, _, againError) = await CommandLine.RunAsync("backup", backup);
        Assert.Equal((2, true), (again, againError.Contains("is there already", StringComparison.Ordinal)));
        var (back, _, backError) = await CommandLine.RunAsync("restore", backup, "--data", restored);
        Assert.True(back == 0, backError);

        // The key of the first opens the second.
        using var second = CommandLine.Start("up", "--port", "0", "--data", restored);
        var line = await second.LineAsync(
            l => l.StartsWith(UpLine, StringComparison.Ordinal), SwarmCommandLine.Limit);
        var address = line[UpLine.Length..];
        var (exitCode, output, error) = await CommandLine.RunAsync("output", run, "make", "--url", address);
        second.Descendants();
        second.SignalGroup("TERM");
        await second.ExitAsync(SwarmCommandLine.Limit);

        Assert.True(exitCode == 0, error);
        Assert.Equal(string.Concat(Enumerable.Range(1, 20_000).Select(i => $"{i}\n")), output);
    }
}
