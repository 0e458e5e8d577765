using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Swarm.Durable.Sqlite;
using Swarm.Embedded.Startup;

namespace Swarm.Tests.Embedded.Hosting;

/// <summary>
/// Data that may be read and not written ends the start with a sentence that names it. What a disk does that becomes
/// read-only later is in <see cref="DiskFailureTests"/>.
/// </summary>
[UnsupportedOSPlatform("windows")]
public sealed class ReadOnlyDataTests : IAsyncDisposable
{
    private const int Nobody = 65534;
    private const UnixFileMode Read = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Enter = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    private const UnixFileMode Write = UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    private readonly DataFolder _folder = new();

    public ValueTask DisposeAsync()
    {
        File.SetUnixFileMode(_folder.Path, Read | Enter | Write);
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_read_only_database_file_is_named()
    {
        await StoreSomethingAsync();
        MakeFileReadOnly();

        var told = Refusal();

        Assert.StartsWith($"The data folder {_folder.Path} cannot be written", told, StringComparison.Ordinal);
        Assert.Contains($"{_folder.DatabasePath} is read-only", told, StringComparison.Ordinal);
        Assert.Contains("SWARM_DATA", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_read_only_folder_is_named()
    {
        await StoreSomethingAsync();
        File.SetUnixFileMode(_folder.Path, Read | Enter);

        var told = Refusal();

        Assert.StartsWith($"The data folder {_folder.Path} cannot be written", told, StringComparison.Ordinal);
        Assert.Contains("SWARM_DATA", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_read_only_database_holds_is_there_once_it_may_be_written_again()
    {
        await StoreSomethingAsync();
        MakeFileReadOnly();
        Refusal();

        File.SetUnixFileMode(_folder.DatabasePath, Read | Write);
        await using var database = Open();

        Assert.Equal(1, database.Read(session => session.Prepare("SELECT id FROM item").ReadAll(row => row.GetInt32(0)))
            .Single());
    }

    private async Task StoreSomethingAsync()
    {
        await using var database = Open();
        database.EnsureSchema("test", 1, "CREATE TABLE item (id INTEGER PRIMARY KEY)");
        await database.WriteAsync(session => session.Prepare("INSERT INTO item (id) VALUES (1)").Execute());
    }

    /// <summary>The database alone: the folder and the files beside it may be written by anybody.</summary>
    private void MakeFileReadOnly()
    {
        File.SetUnixFileMode(_folder.Path, Read | Enter | Write);
        foreach (var file in Directory.GetFiles(_folder.Path))
        {
            File.SetUnixFileMode(file, file == _folder.DatabasePath ? Read : Read | Write);
        }
    }

    private SqliteDatabase Open() => SqliteDatabase.Open(new SqliteDatabaseOptions { Path = _folder.DatabasePath });

    /// <summary>Starts the host as somebody whom file modes bind; root ignores them.</summary>
    private string Refusal()
    {
        Exception? told = null;
        var thread = new Thread(() =>
        {
            if (Environment.IsPrivilegedProcess && OperatingSystem.IsLinux())
            {
                _ = SetFileSystemUser(Nobody); // This thread and those that it starts, no others.
            }

            var host = RunningApp.Build([], _folder.Path);
            told = Record.Exception(() => host.StartOrThrowAsync(CancellationToken.None).GetAwaiter().GetResult());
        });
        thread.Start();
        thread.Join();
        var refusal = Assert.IsType<HostStartException>(told);
        Assert.Equal(3, refusal.ExitCode);
        return refusal.Message;
    }

    [DllImport("libc", EntryPoint = "setfsuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int SetFileSystemUser(int user);
}
