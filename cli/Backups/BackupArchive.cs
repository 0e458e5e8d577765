using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text.Json;
using Swarm.Cli.Local;
using Swarm.Contracts.Backups;
using Swarm.Contracts.Json;

namespace Swarm.Cli.Backups;

/// <summary>Reads backups. Every byte is compared with the hash that the archive tells of it.</summary>
internal static class BackupArchive
{
    private const int MaxManifestBytes = 64 * 1024;

    /// <summary>Takes an entry of the archive; gives the hash of its content.</summary>
    public delegate Task<string> TakeEntry(TarEntry entry, CancellationToken cancellation);

    /// <summary>Opens a file that its owner alone can read.</summary>
    public static FileStream CreateFile(string path, FileMode mode)
    {
        var options = new FileStreamOptions
        {
            Mode = mode,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }

    /// <summary>Unpacks a backup beside the data folder and puts it in its place once all of it is right.</summary>
    public static async Task<BackupManifest> RestoreAsync(
        FileInfo backup, DataFolder folder, CancellationToken cancellation)
    {
        if (!backup.Exists)
        {
            throw CliException.WrongInput($"There is no file {backup.FullName}.");
        }

        if (Directory.Exists(folder.Path) && Directory.EnumerateFileSystemEntries(folder.Path).Any())
        {
            throw CliException.WrongInput(
                $"The data folder {folder.Path} is not empty, and nothing is overwritten. Stop what uses it and move "
                + "it away, or name another one with --data.");
        }

        var unpacked = new DataFolder(folder.Path + ".restoring");
        try
        {
            DeleteFolder(unpacked.Path);
            unpacked.Create();
            await using var file = backup.OpenRead();
            var manifest = await ReadAsync(file, (entry, stop) => UnpackAsync(entry, unpacked, stop), cancellation);
            if (Directory.Exists(folder.Path))
            {
                Directory.Delete(folder.Path);
            }

            Directory.Move(unpacked.Path, folder.Path);
            return manifest;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CliException.CannotStart($"The backup cannot be restored to {folder.Path}: {e.Message}", e);
        }
        finally
        {
            DeleteFolder(unpacked.Path);
        }
    }

    /// <summary>Reads a backup to its end.</summary>
    /// <exception cref="CliException">It is no backup, not whole, or damaged.</exception>
    public static async Task<BackupManifest> ReadAsync(
        Stream archive, TakeEntry take, CancellationToken cancellation)
    {
        try
        {
            await using var reader = new TarReader(archive, leaveOpen: true);
            var (database, values) = ("", 0);
            while (await reader.GetNextEntryAsync(copyData: false, cancellation) is { } entry)
            {
                if (entry.Name == BackupManifest.FileName)
                {
                    return Compare(await ReadManifestAsync(entry, cancellation), database, values);
                }

                Demand(entry.EntryType == TarEntryType.RegularFile && BackupEntries.IsKnown(entry.Name),
                    $"it has an entry '{entry.Name}', which no backup has");
                var hash = await take(entry, cancellation);
                var isValue = BackupEntries.IsValue(entry.Name);
                Demand(!isValue || hash == BackupEntries.HashOf(entry.Name), $"'{entry.Name}' is damaged");
                values += isValue ? 1 : 0;
                database = entry.Name == BackupManifest.Database ? hash : database;
            }
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or JsonException)
        {
            throw CliException.WrongInput($"This is no backup of Swarm, or it is damaged: {e.Message}");
        }

        throw CliException.WrongInput("The backup is not whole: it ends before its manifest. Make another one.");
    }

    /// <summary>Reads an entry and keeps nothing of it.</summary>
    public static async Task<string> Check(TarEntry entry, CancellationToken cancellation) => Convert.ToHexStringLower(
        await SHA256.HashDataAsync(entry.DataStream ?? Stream.Null, cancellation));

    private static async Task<string> UnpackAsync(TarEntry entry, DataFolder folder, CancellationToken cancellation)
    {
        var path = Path.Combine(folder.Path, entry.Name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await using var file = CreateFile(path, FileMode.CreateNew);
        await (entry.DataStream ?? Stream.Null).CopyToAsync(file, cancellation);
        file.Flush(flushToDisk: true);
        file.Position = 0;
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellation));
    }

    private static async Task<BackupManifest> ReadManifestAsync(TarEntry entry, CancellationToken cancellation)
    {
        Demand(entry.Length <= MaxManifestBytes, "its manifest is too long");
        var manifest = await JsonSerializer.DeserializeAsync(
            entry.DataStream ?? Stream.Null, SwarmJsonContext.Default.BackupManifest, cancellation);
        Demand(manifest is not null, "its manifest is empty");
        Demand(manifest!.Version == BackupManifest.CurrentVersion,
            $"it is of layout {manifest.Version}, and this version of Swarm reads {BackupManifest.CurrentVersion}");
        return manifest;
    }

    private static BackupManifest Compare(BackupManifest manifest, string database, int values)
    {
        Demand(database == manifest.DatabaseSha256, "its database is damaged or not there");
        Demand(values == manifest.Values, $"it has {values} large values, and its manifest tells of {manifest.Values}");
        return manifest;
    }

    private static void Demand(bool isRight, string otherwise)
    {
        if (!isRight)
        {
            throw new InvalidDataException(otherwise + ".");
        }
    }

    private static void DeleteFolder(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
    }
}
