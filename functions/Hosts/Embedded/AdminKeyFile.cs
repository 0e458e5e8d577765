using System.Text;
using Swarm.Functions.Security;

namespace Swarm.Functions.Hosts.Embedded;

/// <summary>The admin key in the data folder, in a file that its owner alone can read.</summary>
internal sealed class AdminKeyFile(string dataFolder) : IAdminKeySource
{
    public const string FileName = "admin.key";

    public async Task<string?> GetAsync(CancellationToken cancellation)
    {
        var path = Path.Combine(dataFolder, FileName);
        if (File.Exists(path))
        {
            var known = (await File.ReadAllTextAsync(path, cancellation)).Trim();
            return known.Length > 0
                ? known
                : throw new InvalidOperationException(
                    $"'{path}' is empty. Delete it, and the next start makes a new key.");
        }

        Directory.CreateDirectory(dataFolder);
        var key = Secrets.Create(KeyPrefixes.Admin);

        // Under another name until it is whole: a crash must not leave half a key under the final name.
        var unfinished = path + ".new";
        File.Delete(unfinished);
        await using (var file = new FileStream(unfinished, OwnerOnly()))
        {
            await file.WriteAsync(Encoding.ASCII.GetBytes(key + "\n"), cancellation);
            file.Flush(flushToDisk: true);
        }

        File.Move(unfinished, path, overwrite: false);
        return key;
    }

    private static FileStreamOptions OwnerOnly()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }
}
