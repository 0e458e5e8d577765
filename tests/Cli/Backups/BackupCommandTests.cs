using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Swarm.Contracts.Backups;
using Swarm.Contracts.Json;
using Swarm.Tests.Cli.Servers;

namespace Swarm.Tests.Cli.Backups;

public sealed class BackupCommandTests : IDisposable
{
    private static readonly byte[] s_database = Encoding.UTF8.GetBytes("the rows");
    private static readonly byte[] s_value = Encoding.UTF8.GetBytes("a large value");
    private static readonly string s_hash = Convert.ToHexStringLower(SHA256.HashData(s_value));
    private static readonly string s_valueName = $"content/{s_hash[..2]}/{s_hash[2..4]}/{s_hash}";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("swarm-backup-");
    private readonly CliRun cli = new();

    private string Data => Path.Combine(folder.FullName, "data");

    private string Backup => Path.Combine(folder.FullName, "backup.tar");

    public void Dispose()
    {
        cli.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_backup_becomes_a_data_folder()
    {
        Write(("swarm.db", s_database), ("admin.key", [1]), (s_valueName, s_value), Manifest());

        var exitCode = await cli.InvokeAsync("restore", Backup, "--data", Data);

        Assert.True(exitCode == 0, cli.Error);
        Assert.Equal(s_database, File.ReadAllBytes(Path.Combine(Data, "swarm.db")));
        Assert.Equal(s_value, File.ReadAllBytes(Path.Combine(Data, s_valueName)));
        Assert.Contains("as it was at 2026-01-02 03:04:05 UTC", cli.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_overwritten()
    {
        Write(("swarm.db", s_database), (s_valueName, s_value), Manifest());
        Directory.CreateDirectory(Data);
        var mine = Path.Combine(Data, "mine");
        File.WriteAllText(mine, "kept");

        await AssertRefusedAsync("is not empty");

        Assert.Equal("kept", File.ReadAllText(mine));
    }

    [Fact]
    public async Task A_backup_that_ended_early_is_none()
    {
        Write(("swarm.db", s_database), (s_valueName, s_value));

        await AssertRefusedAsync("not whole");
    }

    [Fact]
    public async Task A_damaged_value_or_database_is_seen()
    {
        Write(("swarm.db", s_database), (s_valueName, [.. s_value, 1]), Manifest());
        await AssertRefusedAsync($"'{s_valueName}' is damaged");

        Write(("swarm.db", [.. s_database, 1]), (s_valueName, s_value), Manifest());
        await AssertRefusedAsync("its database is damaged");

        Write(("swarm.db", s_database), Manifest());
        await AssertRefusedAsync("0 large values");
    }

    [Theory]
    [InlineData("../escaped")]
    [InlineData("content/../../escaped")]
    [InlineData("notes.txt")]
    public async Task An_entry_that_no_backup_has_is_refused(string name)
    {
        Write((name, [1]), ("swarm.db", s_database), Manifest());

        await AssertRefusedAsync("which no backup has");

        Assert.False(File.Exists(Path.Combine(folder.FullName, "escaped")));
    }

    [Fact]
    public async Task What_is_no_archive_is_refused()
    {
        File.WriteAllText(Backup, new string('x', 2_000));

        await AssertRefusedAsync("no backup");
    }

    private async Task AssertRefusedAsync(string words)
    {
        Assert.Equal(2, await cli.InvokeAsync("restore", Backup, "--data", Data));
        Assert.Contains(words, cli.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(Data, "swarm.db")));
        Assert.False(Directory.Exists(Data + ".restoring"));
    }

    private static (string Name, byte[] Content) Manifest()
    {
        var manifest = new BackupManifest(
            BackupManifest.CurrentVersion,
            new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
            s_database.Length,
            Convert.ToHexStringLower(SHA256.HashData(s_database)),
            Values: 1);
        var json = JsonSerializer.SerializeToUtf8Bytes(manifest, SwarmJsonContext.Default.BackupManifest);
        return (BackupManifest.FileName, json);
    }

    private void Write(params (string Name, byte[] Content)[] entries)
    {
        using var archive = new TarWriter(File.Create(Backup));
        foreach (var (name, content) in entries)
        {
            using var stream = new MemoryStream(content);
            archive.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = stream });
        }
    }
}
