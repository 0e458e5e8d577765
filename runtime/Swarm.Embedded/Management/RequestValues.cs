using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Swarm.Durable.Client;

namespace Swarm.Embedded.Management;

/// <summary>Reads what a management request carries.</summary>
/// <exception cref="BadHttpRequestException">A value cannot be read; the message names it.</exception>
internal static class RequestValues
{
    private const string ContinuationHeader = "x-ms-continuation-token";

    /// <summary>Where the page that is asked for starts; null for the first.</summary>
    public static string? ContinuationToken(this HttpRequest request) =>
        request.Headers[ContinuationHeader] is [{ Length: > 0 } given] ? given : null;

    /// <summary>Tells where the next page starts, if there is one.</summary>
    public static void SetContinuationToken(this HttpRequest request, string? token)
    {
        if (token is not null)
        {
            request.HttpContext.Response.Headers[ContinuationHeader] = token;
        }
    }

    public static string? Text(this HttpRequest request, string name) =>
        request.Query[name] is [{ Length: > 0 } value] ? value : null;

    public static bool Flag(this HttpRequest request, string name, bool otherwise) =>
        request.Text(name) is not { } text ? otherwise
        : bool.TryParse(text, out var value) ? value
        : throw Wrong(name, text, "true or false");

    public static int? Number(this HttpRequest request, string name) =>
        request.Text(name) is not { } text ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value > 0 ? value
        : throw Wrong(name, text, "a whole number above 0");

    /// <summary>A time span in seconds, which need not be whole.</summary>
    public static TimeSpan? Seconds(this HttpRequest request, string name) =>
        request.Text(name) is not { } text ? null
        : double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            && value <= TimeSpan.MaxValue.TotalSeconds / 2 ? TimeSpan.FromSeconds(value)
        : throw Wrong(name, text, "a number of seconds");

    public static DateTimeOffset? Instant(this HttpRequest request, string name) =>
        request.Text(name) is not { } text ? null
        : DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var value) ? value
        : throw Wrong(name, text, "a time such as 2026-11-20T12:00:00Z");

    /// <summary>The statuses of the filter, separated by commas; null when there is none.</summary>
    public static IReadOnlyList<OrchestrationRuntimeStatus>? Statuses(this HttpRequest request)
    {
        const string name = "runtimeStatus";
        if (request.Text(name) is not { } text)
        {
            return null;
        }

        var names = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return [.. names.Select(word => Enum.TryParse(word, ignoreCase: true, out OrchestrationRuntimeStatus status)
            ? status
            : throw Wrong(name, word, "a status of an orchestration"))];
    }

    /// <summary>The body as JSON that the engine takes as it is; null when it is empty.</summary>
    public static async Task<SerializedData?> BodyAsync(this HttpRequest request)
    {
        using var reader = new StreamReader(request.Body, Encoding.UTF8);
        var text = await reader.ReadToEndAsync(request.HttpContext.RequestAborted);
        if (text.Length == 0)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(text);
            return new SerializedData(text);
        }
        catch (JsonException exception)
        {
            throw new BadHttpRequestException("The body is no JSON: " + exception.Message, exception);
        }
    }

    private static BadHttpRequestException Wrong(string name, string value, string expected) =>
        new($"The value '{value}' of '{name}' is not {expected}.");
}
