using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Swarm.Functions.Http;

/// <summary>Reads query parameters.</summary>
public static class Query
{
    public const int DefaultLimit = 50;

    public const int MaxLimit = 200;

    /// <summary>The parameter <c>limit</c> of a list.</summary>
    /// <exception cref="ApiProblemException">422 when it is out of range, 400 when it is no number.</exception>
    public static int Limit(HttpRequest request, int max = MaxLimit) =>
        (int)Number(request, "limit", Math.Min(DefaultLimit, max), 1, max);

    /// <summary>A whole number, or <paramref name="missing"/> when the parameter is not given.</summary>
    /// <exception cref="ApiProblemException">422 when it is out of range, 400 when it is no number.</exception>
    public static long Number(HttpRequest request, string name, long missing, long min, long max)
    {
        ArgumentNullException.ThrowIfNull(request);
        var text = request.Query[name].ToString();
        if (text.Length == 0)
        {
            return missing;
        }

        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            throw Problems.Malformed($"/{name}", $"'{name}' must be a whole number.");
        }

        return number >= min && number <= max
            ? number
            : throw Problems.Invalid($"/{name}", $"'{name}' must lie between {min} and {max}.");
    }

    /// <summary>A text, or null when the parameter is not given.</summary>
    /// <exception cref="ApiProblemException">422 when it is too long.</exception>
    public static string? Text(HttpRequest request, string name, int maxChars = 128)
    {
        ArgumentNullException.ThrowIfNull(request);
        var text = request.Query[name].ToString();
        if (text.Length > maxChars)
        {
            throw Problems.Invalid($"/{name}", $"'{name}' may have {maxChars} characters at most.");
        }

        return text.Length == 0 ? null : text;
    }
}
