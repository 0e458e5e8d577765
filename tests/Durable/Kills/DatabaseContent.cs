using System.Security.Cryptography;
using System.Text;
using Swarm.Durable.Sqlite;

namespace Swarm.Tests.Durable.Kills;

/// <summary>Looks at a database as a whole.</summary>
internal static class DatabaseContent
{
    public static string CheckIntegrity(SqliteDatabase database) => database.Read(session =>
        string.Join('\n', session.Prepare("PRAGMA integrity_check").ReadAll(row => row.GetString(0))));

    /// <summary>The hash of all rows of all tables, in one snapshot.</summary>
    public static string Fingerprint(SqliteDatabase database) => database.Read(session =>
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        List<string> tables = session
            .Prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
            .ReadAll(row => row.GetString(0));
        foreach (string table in tables)
        {
            List<string> columns = session
                .Prepare($"SELECT name FROM pragma_table_info('{table}')")
                .ReadAll(row => row.GetString(0));
            string values = string.Join(" || ',' || ", columns.Select(column => $"quote({column})"));
            foreach (string row in session.Prepare($"SELECT {values} AS line FROM {table} ORDER BY line")
                .ReadAll(row => row.GetString(0)))
            {
                hash.AppendData(Encoding.UTF8.GetBytes($"{table} {row}\n"));
            }
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    });
}
