using Swarm.Durable.Sqlite;
using Swarm.Embedded.Configuration;

namespace Swarm.Embedded.Startup;

/// <summary>Says in a sentence why the data cannot be used, and what to do.</summary>
internal static class UnusableData
{
    private const string ElseChooseAnother = $"or set {OptionDefaults.DataVariable} to another folder.";

    /// <summary>What "no space left" is called: ENOSPC of Unix, Windows' own code.</summary>
    private static readonly int[] DiskFullCodes = [28, unchecked((int)0x80070070)];

    /// <summary>What "write-protected" is called: EROFS of Unix, Windows' own code.</summary>
    private static readonly int[] ReadOnlyDiskCodes = [30, unchecked((int)0x80070013)];

    public static bool IsOfDatabase(Exception exception) => exception
        is SqliteDatabaseLockedException
        or SqliteDatabaseTooNewException
        or SqliteDatabaseFailedException
        or SqliteErrorException;

    public static bool IsOfFiles(Exception exception) => exception is IOException or UnauthorizedAccessException;

    /// <summary>The refusal to start after a failure of the database or of a file beside it.</summary>
    public static HostStartException Refusal(Exception exception, string folder) =>
        new(Told(exception, folder), HostStartException.Unavailable, exception);

    private static string Told(Exception exception, string folder) => exception switch
    {
        SqliteDatabaseLockedException locked => InUse(locked, folder),
        SqliteDatabaseTooNewException => $"{exception.Message} Use that version, {ElseChooseAnother}",
        SqliteDatabaseFailedException => exception.Message,
        SqliteErrorException failure => Told(failure, folder),
        IOException when DiskFullCodes.Contains(exception.HResult) => DiskFull(folder),
        IOException when ReadOnlyDiskCodes.Contains(exception.HResult) => NotWritable(folder, exception),
        UnauthorizedAccessException => NotWritable(folder, exception),
        _ => NotUsable(folder, exception),
    };

    private static string Told(SqliteErrorException failure, string folder) => failure.Reason switch
    {
        SqliteErrorReason.DiskFull => DiskFull(folder),
        SqliteErrorReason.NotWritable => NotWritable(folder, failure),
        SqliteErrorReason.NoDatabase =>
            $"The file {HostData.DatabasePath(folder)} is no database, or is damaged. Move it away, put a backup in "
            + $"its place, {ElseChooseAnother}",
        _ => NotUsable(folder, failure),
    };

    private static string InUse(SqliteDatabaseLockedException locked, string folder)
    {
        var owner = locked.ProcessId is { } id ? $"process {id}" : "another process";
        return $"The data folder {folder} is in use by {owner}. Stop it, {ElseChooseAnother}";
    }

    private static string DiskFull(string folder) =>
        $"The disk of the data folder {folder} is full. Make room, {ElseChooseAnother}";

    private static string NotWritable(string folder, Exception cause) =>
        $"The data folder {folder} cannot be written: {cause.Message} Let the user that runs Swarm write to it and "
        + $"its files, {ElseChooseAnother}";

    private static string NotUsable(string folder, Exception cause) =>
        $"The data folder {folder} cannot be used: {cause.Message} Mend that, {ElseChooseAnother}";
}
