using System.Security.Cryptography;
using System.Text;

namespace Swarm.Core.Ids;

/// <summary>
/// Ids in the form of lower-case ULIDs that follow from what they belong to: repeating the step makes the same id.
/// </summary>
public static class DerivedUlid
{
    private const char Separator = '\n';

    /// <summary>The id of something that belongs to an instant.</summary>
    /// <param name="instant">Gives the first 48 bits, in milliseconds, so that the id sorts by it.</param>
    /// <param name="owner">With the instant it gives the other 80 bits, by SHA-256.</param>
    public static string Of(DateTimeOffset instant, string owner)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{owner}{Separator}{instant.UtcTicks}"));
        return UlidText.Encode(instant.ToUnixTimeMilliseconds(), hash);
    }
}
