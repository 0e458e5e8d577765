using System.IO.Compression;
using System.Text;

namespace Swarm.Functions.Storage;

/// <summary>
/// Keeps a long text in a row: compressed, in the binary properties {name}0, {name}1, …, since one property holds
/// 64 KiB at most.
/// </summary>
public static class PackedText
{
    private const int MaxBytesPerProperty = 60_000;

    public static void Write(TableEntity row, string name, string text)
    {
        ArgumentNullException.ThrowIfNull(row);
        using var packed = new MemoryStream();
        using (var zip = new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            zip.Write(Encoding.UTF8.GetBytes(text));
        }

        var part = 0;
        foreach (var bytes in packed.ToArray().Chunk(MaxBytesPerProperty))
        {
            row[$"{name}{part++}"] = bytes;
        }
    }

    public static string Read(TableEntity row, string name)
    {
        ArgumentNullException.ThrowIfNull(row);
        using var packed = new MemoryStream();
        for (var part = 0; row.TryGetValue($"{name}{part}", out var value); part++)
        {
            packed.Write((byte[])value);
        }

        packed.Position = 0;
        using var zip = new BrotliStream(packed, CompressionMode.Decompress);
        using var reader = new StreamReader(zip, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
