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

    /// <summary>The header by which an event that is sent again is known: it is received once.</summary>
    public const string KeyHeader = "Idempotency-Key";

    private const int MaxNameChars = 63;
    private const int MaxKeyChars = 200;

    /// <summary>202: a node that waits for it goes on.</summary>
    [Function("SendRunEvent")]
    public async Task<IResult> SendAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = ApiRoutes.SendRunEvent)] HttpRequest request,
        string id,
        string name,
        [DurableClient] DurableTaskClient engine,
        CancellationToken cancellation)
    {
        new FieldErrors()
            .Require(
                name.Length <= MaxNameChars
                    && char.IsAsciiLetter(name[0])
                    && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'),
                "/name",
                "Name the event by a letter, then letters, digits, '-' and '_', at most 63.")
            .ThrowIfAny();
        var key = request.Headers[KeyHeader].ToString();
        new FieldErrors()
            .Require(key.Length <= MaxKeyChars, "/key", $"{KeyHeader} may have {MaxKeyChars} characters at most.")
            .ThrowIfAny();
        var body = await RequestBody.ReadBytesAsync(request, MaxBytes, cancellation);
        var signal = new SignalRequest(name, Parse(body), key.Length == 0 ? null : key);
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
