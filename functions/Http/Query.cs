using System.Globalization;
using Microsoft.AspNetCore.Http;
using Swarm.Contracts.Json;

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

    /// <summary><c>true</c> or <c>false</c>, or <paramref name="missing"/> when the parameter is not given.</summary>
    /// <exception cref="ApiProblemException">400 when it is neither.</exception>
    public static bool Flag(HttpRequest request, string name, bool missing) => Text(request, name) switch
    {
        null => missing,
        "true" => true,
        "false" => false,
        _ => throw Problems.Malformed($"/{name}", $"'{name}' must be true or false."),
    };

    /// <summary>One of an enumeration's words in snake_case, or null when the parameter is not given.</summary>
    /// <exception cref="ApiProblemException">422 when it is none of them.</exception>
    public static T? Word<T>(HttpRequest request, string name)
        where T : struct, Enum =>
        Text(request, name) is { } text ? ParseWord<T>(text, $"/{name}") : null;

    /// <summary>One of an enumeration's words in snake_case.</summary>
    /// <exception cref="ApiProblemException">422 when it is none of them.</exception>
    public static T ParseWord<T>(string text, string pointer)
        where T : struct, Enum =>
        EnumWords.Find<T>(text)
        ?? throw Problems.Invalid(pointer, $"'{text}' is none of: {string.Join(", ", EnumWords.All<T>())}.");
}
