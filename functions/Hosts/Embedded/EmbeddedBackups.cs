using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Swarm.Contracts.Backups;
using Swarm.Contracts.Json;
using Swarm.Durable.Sqlite;
using Swarm.Embedded.Configuration;
using Swarm.Functions.Backups;

namespace Swarm.Functions.Hosts.Embedded;

/// <summary>
/// Archives the data folder: first a copy of the database, made in the folder and removed afterwards; then the keys and
/// the large values. Values are named by their hash and never change, so all that the copy refers to is there, and what
/// came since does no harm.
/// </summary>
internal sealed class EmbeddedBackups(
    SqliteDatabase database, IOptions<EmbeddedHostOptions> options, TimeProvider time) : IBackups
{
    private const string CopyName = "backup.unfinished";

    private readonly string _folder = Path.GetFullPath(options.Value.DataFolder);

    public string? Refusal => null;

    public async Task WriteAsync(Stream target, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(target);
        await using var archive = new TarWriter(target, TarEntryFormat.Pax, leaveOpen: true);
        var createdAt = time.GetUtcNow();
        var (bytes, hash) = await WriteDatabaseAsync(archive, cancellation);
        foreach (var key in BackupManifest.Keys.Select(name => Path.Combine(_folder, name)).Where(File.Exists))
        {
            await archive.WriteEntryAsync(key, Path.GetFileName(key), cancellation);
        }

        var values = await WriteValuesAsync(archive, cancellation);
        var manifest = new BackupManifest(BackupManifest.CurrentVersion, createdAt, bytes, hash, values);
        await using var text = new MemoryStream(
            JsonSerializer.SerializeToUtf8Bytes(manifest, SwarmJsonContext.Default.BackupManifest));
        await archive.WriteEntryAsync(
            new PaxTarEntry(TarEntryType.RegularFile, BackupManifest.FileName) { DataStream = text }, cancellation);
    }

    private async Task<(long Bytes, string Hash)> WriteDatabaseAsync(TarWriter archive, CancellationToken cancellation)
    {
        var path = Path.Combine(_folder, CopyName);

        // What a process left that was killed meanwhile.
        File.Delete(path);
        try
        {
            await database.BackupAsync(path);
            await using var copy = File.OpenRead(path);
            var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(copy, cancellation));
            copy.Position = 0;
            await archive.WriteEntryAsync(
                new PaxTarEntry(TarEntryType.RegularFile, BackupManifest.Database) { DataStream = copy }, cancellation);
            return (copy.Length, hash);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private async Task<int> WriteValuesAsync(TarWriter archive, CancellationToken cancellation)
    {
        var root = Path.Combine(_folder, BackupManifest.ValuesFolder);
        if (!Directory.Exists(root))
        {
            return 0;
        }

        var count = 0;
        foreach (var value in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(_folder, value).Replace(Path.DirectorySeparatorChar, '/');
            if (BackupEntries.IsValue(name))
            {
                await archive.WriteEntryAsync(value, name, cancellation);
                count++;
            }
        }

        return count;
    }
}
