using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Swarm.Contracts.Json;
using Swarm.Contracts.Problems;

namespace Swarm.Functions.Http;

/// <summary>Answers in the types of the contract.</summary>
public static class Answers
{
    private const string ProblemContentType = "application/problem+json";

    public static IResult Json<T>(T value, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK) =>
        Results.Json(value, type, statusCode: status);

    /// <summary>201 or 202 with the address of what was made.</summary>
    public static IResult Made<T>(HttpRequest request, T value, JsonTypeInfo<T> type, int status, string location)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.HttpContext.Response.Headers.Location = location;
        return Json(value, type, status);
    }

    public static IResult None() => Results.NoContent();

    public static IResult Problem(ProblemBody body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return Results.Json(body, SwarmJsonContext.Default.ProblemBody, ProblemContentType, body.Status);
    }
}
