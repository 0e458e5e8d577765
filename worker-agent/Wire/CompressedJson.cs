using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Swarm.WorkerAgent.Wire;

/// <summary>Bodies of requests: JSON, compressed where that is worth it. Logs shrink to a tenth.</summary>
internal static class CompressedJson
{
    /// <summary>Smaller bodies go as they are.</summary>
    public const int MinBytes = 4 * 1024;

    public static HttpContent Of<T>(T body, JsonTypeInfo<T> type)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(body, type);
        var content = new ByteArrayContent(json.Length < MinBytes ? json : Compress(json));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        if (json.Length >= MinBytes)
        {
            content.Headers.ContentEncoding.Add("gzip");
        }

        return content;
    }

    private static byte[] Compress(byte[] json)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
        {
            gzip.Write(json);
        }

        return compressed.ToArray();
    }
}
