using Swarm.Durable.Sqlite;
using Swarm.Embedded.Startup;

namespace Swarm.Tests.Embedded.Hosting;

/// <summary>Data that the host cannot use ends its start with a sentence on what to do, and exit code 3.</summary>
public sealed class UnusableDataTests : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_data_folder_in_use_is_named_with_the_process_that_has_it()
    {
        await using var other = Open();

        var told = await RefusalAsync();

        Assert.Contains($"{_folder.Path} is in use by process {Environment.ProcessId}", told, StringComparison.Ordinal);
        Assert.Contains("SWARM_DATA", told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("durable")]
    [InlineData("queues")]
    [InlineData("tables")]
    [InlineData("timers")]
    public async Task A_database_of_a_newer_version_is_left_alone(string component)
    {
        await using (var newer = Open())
        {
            newer.EnsureSchema(component, 1000, "CREATE TABLE from_the_future (id INTEGER)");
        }

        var told = await RefusalAsync();

        Assert.StartsWith(
            $"The database {_folder.DatabasePath} was written by a newer version of Swarm",
            told,
            StringComparison.Ordinal);
        Assert.Contains("SWARM_DATA", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_named_and_kept()
    {
        const string letter = "Dear diary, this is no database at all.";
        await File.WriteAllTextAsync(_folder.DatabasePath, letter, TestContext.Current.CancellationToken);

        var told = await RefusalAsync();

        Assert.StartsWith(
            $"The file {_folder.DatabasePath} is no database, or is damaged", told, StringComparison.Ordinal);
        Assert.Equal(
            letter, await File.ReadAllTextAsync(_folder.DatabasePath, TestContext.Current.CancellationToken));
    }

    /// <summary>A folder in the place of the lock file is refused like one that is read-only, also to root.</summary>
    [Fact]
    public async Task A_data_folder_that_cannot_be_written_is_named()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "swarm.lock"));

        var told = await RefusalAsync();

        Assert.StartsWith($"The data folder {_folder.Path} cannot be written", told, StringComparison.Ordinal);
        Assert.Contains("SWARM_DATA", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_disk_is_named()
    {
        const string fullDisk = "/dev/full";
        Assert.SkipUnless(File.Exists(fullDisk), $"There is no {fullDisk} here.");
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "swarm.lock.pid"), fullDisk);

        var told = await RefusalAsync();

        Assert.StartsWith($"The disk of the data folder {_folder.Path} is full", told, StringComparison.Ordinal);
    }

    private async Task<string> RefusalAsync()
    {
        await using var host = RunningApp.Build([], _folder.Path);
        var refusal = await Assert.ThrowsAsync<HostStartException>(
            () => host.StartOrThrowAsync(CancellationToken.None));
        Assert.Equal(3, refusal.ExitCode);
        return refusal.Message;
    }

    private SqliteDatabase Open() => SqliteDatabase.Open(new SqliteDatabaseOptions { Path = _folder.DatabasePath });
}
