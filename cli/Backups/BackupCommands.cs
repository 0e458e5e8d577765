using System.CommandLine;
using Swarm.Cli.Api;
using Swarm.Cli.Consoles;
using Swarm.Cli.Local;
using Swarm.Contracts;

namespace Swarm.Cli.Backups;

/// <summary><c>swarm backup FILE</c> and <c>swarm restore FILE</c>.</summary>
internal static class BackupCommands
{
    public static Command CreateBackup(CliContext context, ConnectionOptions options)
    {
        var file = new Argument<FileInfo>("FILE") { Description = "Where the backup is to be; nothing may be there." };
        var command = new Command("backup", "Back up all that the control plane keeps, while it goes on.") { file };
        command.SetAction(async (parsed, _) =>
        {
            var target = parsed.GetRequiredValue(file);
            using var client = options.Connect(parsed, context);
            await SaveAsync(client, target, context.Interrupted);
            target.Refresh();
            var size = target.Length / 1024.0 / 1024.0;
            context.Out.WriteLine($"{target.FullName}: {size:0.0} MiB. Keep it safe: keys lie in it.");
            return ExitCodes.Ok;
        });
        return command;
    }

    public static Command CreateRestore(CliContext context, ConnectionOptions options)
    {
        var file = new Argument<FileInfo>("FILE") { Description = "A backup." };
        var command = new Command(
            "restore", "Make a control plane's data folder of a backup. The folder must be empty or not there.")
        {
            file,
        };
        command.SetAction(async (parsed, _) =>
        {
            var folder = new DataFolder(parsed.GetValue(options.Data) ?? DataFolder.Default(context.Environment));
            var manifest = await BackupArchive.RestoreAsync(
                parsed.GetRequiredValue(file), folder, context.Interrupted);
            context.Out.WriteLine(
                $"{folder.Path} is as it was at {manifest.CreatedAt:yyyy-MM-dd HH:mm:ss} UTC, with {manifest.Values} "
                + "large values. Start it with `swarm up`.");
            return ExitCodes.Ok;
        });
        return command;
    }

    private static async Task SaveAsync(SwarmClient client, FileInfo target, CancellationToken cancellation)
    {
        if (target.Exists)
        {
            throw CliException.WrongInput($"{target.FullName} is there already: a backup overwrites nothing.");
        }

        // It gets its name once it is whole and on the disk.
        var partial = target.FullName + ".partial";
        try
        {
            await using (var file = BackupArchive.CreateFile(partial, FileMode.Create))
            {
                await client.DownloadAsync(ApiRoutes.Backup, file, cancellation);
                file.Position = 0;
                await BackupArchive.ReadAsync(file, BackupArchive.Check, cancellation);
                file.Flush(flushToDisk: true);
            }

            File.Move(partial, target.FullName, overwrite: false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CliException.CannotStart($"The backup {target.FullName} cannot be written: {e.Message}", e);
        }
        finally
        {
            File.Delete(partial);
        }
    }
}
