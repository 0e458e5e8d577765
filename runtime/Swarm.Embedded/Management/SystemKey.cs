using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Swarm.Embedded.Management;

/// <summary>
/// The key of the host's own endpoints. It is made on the first start and lies in the data folder, readable by its
/// owner alone.
/// </summary>
internal sealed class SystemKey
{
    public const string FileName = "system.key";

    private const string HeaderName = "x-functions-key";
    private const string QueryName = "code";
    private const int KeyBytes = 32;

    private readonly byte[] _hash;

    private SystemKey(string value)
    {
        Value = value;
        _hash = Hash(value);
    }

    public string Value { get; }

    /// <summary>Reads the key, or makes it.</summary>
    /// <exception cref="InvalidDataException">The file is there and empty.</exception>
    public static SystemKey Load(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            Create(path);
        }

        var value = File.ReadAllText(path).Trim();
        return value.Length > 0
            ? new SystemKey(value)
            : throw new InvalidDataException($"{path} is empty; delete it, and the next start makes a new key.");
    }

    /// <summary>Whether the request carries the key, in the header or in the query, as on Azure Functions.</summary>
    public bool IsIn(HttpRequest request)
    {
        var given = request.Headers[HeaderName] is [{ Length: > 0 } header]
            ? header
            : request.Query[QueryName] is [{ } code] ? code : string.Empty;

        // Compared as hashes, so that neither the length nor a common beginning can be told from the time it takes.
        return CryptographicOperations.FixedTimeEquals(Hash(given), _hash);
    }

    private static void Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        // Under another name until it is whole: a process killed here must not leave half a key.
        var unfinished = path + ".new";
        File.Delete(unfinished);
        using (var file = new FileStream(unfinished, options))
        {
            file.Write(Encoding.ASCII.GetBytes(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(KeyBytes))));
            file.Flush(flushToDisk: true);
        }

        File.Move(unfinished, path);
    }

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
