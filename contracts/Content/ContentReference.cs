using System.Text.Json.Serialization;

namespace Swarm.Contracts.Content;

/// <summary>
/// A claim check: a large value by its hash, <c>{ "$ref": "sha256:…", "size": 70000, "type": "text" }</c>. It stands
/// where the value itself would stand if it were small.
/// </summary>
public sealed record ContentReference
{
    /// <summary>What <see cref="Ref"/> begins with.</summary>
    public const string Scheme = "sha256:";

    /// <summary>Values up to this size, as UTF-8, travel themselves.</summary>
    public const int InlineMaxBytes = 16 * 1024;

    /// <summary>The largest value that can be kept.</summary>
    public const long MaxBytes = 64L * 1024 * 1024;

    /// <summary><c>sha256:</c> and the hash of the value, 64 hexadecimal digits in lower case.</summary>
    [JsonPropertyName("$ref")]
    public required string Ref { get; init; }

    /// <summary>How many bytes it has.</summary>
    public required long Size { get; init; }

    /// <summary>What its bytes are.</summary>
    public ContentType Type { get; init; }

    /// <summary>The hash alone.</summary>
    [JsonIgnore]
    public string Hash => Ref.StartsWith(Scheme, StringComparison.Ordinal) ? Ref[Scheme.Length..] : "";

    /// <summary>The reference to a value of this hash.</summary>
    public static ContentReference Of(string hash, long size, ContentType type = ContentType.Text) =>
        new() { Ref = Scheme + hash, Size = size, Type = type };
}
