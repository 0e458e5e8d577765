using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Swarm.Durable.Sqlite;
using Swarm.Embedded.Startup;
using Swarm.Tests.Embedded.Samples;

namespace Swarm.Tests.Embedded.Hosting;

/// <summary>
/// A disk that fails under a commit: the descriptors of the write-ahead log are replaced by ones that cannot be
/// written, so SQLite meets a real I/O error when it makes the commit durable.
/// </summary>
public sealed class DiskFailureTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    [SupportedOSPlatform("linux")]
    public async Task A_host_whose_disk_fails_under_a_commit_ends_instead_of_calling_itself_alive()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Descriptors are replaced through /proc.");
        await using var app = await RunningApp.StartAsync([typeof(HttpSamples)]);
        var database = app.Services.GetRequiredService<SqliteDatabase>();
        var stopping = new TaskCompletionSource();
        app.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(stopping.SetResult);
        database.EnsureSchema("test", 1, "CREATE TABLE item (id INTEGER PRIMARY KEY)");

        var write = database.WriteAsync(session =>
        {
            session.Prepare("INSERT INTO item (id) VALUES (1)").Execute();
            MakeReadOnly(database.Path + "-wal");
        });

        await Assert.ThrowsAsync<SqliteDatabaseFailedException>(() => write.WaitAsync(Patience));
        Assert.Equal(database.Path, (await database.Failed.WaitAsync(Patience)).Path);
        await stopping.Task.WaitAsync(Patience);
        Assert.Equal(EmbeddedHost.DiskFailedExitCode, Environment.ExitCode);
        Environment.ExitCode = 0; // It is the exit code of the test run, too.
    }

    private static void MakeReadOnly(string path)
    {
        using var reader = File.Open(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        foreach (var link in Directory.GetFiles("/proc/self/fd"))
        {
            if (TargetOf(link) == path)
            {
                var descriptor = int.Parse(Path.GetFileName(link));
                Assert.NotEqual(-1, Duplicate((int)reader.SafeFileHandle.DangerousGetHandle(), descriptor));
            }
        }
    }

    /// <summary>Null for a descriptor that was closed meanwhile.</summary>
    private static string? TargetOf(string link)
    {
        try
        {
            return File.ResolveLinkTarget(link, returnFinalTarget: false)?.FullName;
        }
        catch (IOException)
        {
            return null;
        }
    }

    [DllImport("libc", EntryPoint = "dup2", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int Duplicate(int from, int to);
}
