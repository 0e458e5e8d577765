using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Swarm.Contracts.Content;
using Swarm.Functions.Http;

namespace Swarm.Functions.Content;

/// <summary>The SHA-256 of a value, by which it is found. It is safe in keys and names of files.</summary>
public readonly record struct ContentHash
{
    private ContentHash(string text) => Text = text;

    /// <summary>64 hexadecimal digits in lower case.</summary>
    public string Text { get; }

    public static ContentHash Of(ReadOnlySpan<byte> value) => new(Convert.ToHexStringLower(SHA256.HashData(value)));

    public static ContentHash Of(IncrementalHash hash)
    {
        ArgumentNullException.ThrowIfNull(hash);
        return new ContentHash(Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    public static bool TryParse([NotNullWhen(true)] string? text, out ContentHash hash)
    {
        var isHash = text is { Length: 2 * SHA256.HashSizeInBytes } && text.All(char.IsAsciiHexDigitLower);
        hash = isHash ? new ContentHash(text!) : default;
        return isHash;
    }

    /// <summary>The hash of an address.</summary>
    /// <exception cref="ApiProblemException">422: it is none.</exception>
    public static ContentHash Parse(string text) => TryParse(text, out var hash)
        ? hash
        : throw Problems.Invalid("/sha256", "Give the SHA-256 of the value: 64 hexadecimal digits in lower case.");

    /// <summary>The hash that a claim check names.</summary>
    /// <exception cref="InvalidDataException">It names none.</exception>
    public static ContentHash Of(ContentReference reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        return TryParse(reference.Hash, out var hash)
            ? hash
            : throw new InvalidDataException($"'{reference.Ref}' is no reference to content.");
    }

    public override string ToString() => Text;
}
