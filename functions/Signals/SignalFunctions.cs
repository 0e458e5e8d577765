using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Swarm.Contracts;
using Swarm.Functions.Http;
using Swarm.Functions.Security;

namespace Swarm.Functions.Signals;

/// <summary>Events that runs are sent from outside.</summary>
[Roles(Role.Admin, Role.Developer)]
public sealed class SignalFunctions(SignalSending sending)
{
    /// <summary>Bytes of what comes with an event.</summary>
    public const int MaxBytes = 64 * 1024;

    private const int MaxNameChars = 63;

    /// <summary>202: a node that waits for it goes on.</summary>
    [Function("SendRunEvent")]
    public async Task<IResult> SendAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = ApiRoutes.SendRunEvent)] HttpRequest request,
        string id,
        string name,
        [DurableClient] DurableTaskClient engine,
        CancellationToken cancellation)
    {
        var errors = new FieldErrors();
        var key = IdempotencyKey.Read(request, errors);
        errors
            .Require(
                name.Length <= MaxNameChars
                    && char.IsAsciiLetter(name[0])
                    && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'),
                "/name",
                "Name the event by a letter, then letters, digits, '-' and '_', at most 63.")
            .ThrowIfAny();
        var body = await RequestBody.ReadBytesAsync(request, MaxBytes, cancellation);
        var signal = new SignalRequest(name, Parse(body), key);
        await sending.SendAsync(id, signal, engine, cancellation);
        return Results.Accepted();
    }

    private static JsonElement? Parse(ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 32 });
            return document.RootElement.Clone();
        }
        catch (JsonException exception)
        {
            throw Problems.Malformed("", $"The event's data is no JSON: {exception.Message}");
        }
    }
}
