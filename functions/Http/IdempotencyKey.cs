using Microsoft.AspNetCore.Http;

namespace Swarm.Functions.Http;

/// <summary>
/// The name that a caller gives to a request, so that the same request sent again is done once. It stands in the
/// header or, where there is one, in the body; the body has the last word.
/// </summary>
public static class IdempotencyKey
{
    public const string Header = "Idempotency-Key";

    private const int MaxChars = 200;

    /// <summary>Reads the key, and notes what is wrong with it.</summary>
    /// <returns>Null where the caller has given none.</returns>
    public static string? Read(HttpRequest request, FieldErrors errors, string? inBody = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(errors);
        var header = request.Headers[Header].ToString();
        var key = inBody ?? (header.Length == 0 ? null : header);
        errors.Require(
            key is null or { Length: > 0 and <= MaxChars },
            "/key",
            $"A key, or the header {Header}, has 1 to {MaxChars} characters.");
        return key;
    }
}
