using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Swarm.Functions.Security;

/// <summary>Keys and tokens: 256 random bits for the caller, their SHA-256 for us.</summary>
internal static class Secrets
{
    private const int SecretBytes = 32;

    /// <summary>A new secret that begins with <paramref name="prefix"/>, which tells people what it is for.</summary>
    public static string Create(string prefix) =>
        prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));

    /// <summary>What is stored of a secret: SHA-256, lower-case hexadecimal.</summary>
    public static string Hash(string secret) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <summary>
    /// Whether a stored hash is that of <paramref name="secret"/>; takes the same time however they differ.
    /// </summary>
    public static bool Matches(string hash, string secret) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(hash), Encoding.ASCII.GetBytes(Hash(secret)));
}
