using System.Globalization;
using System.Net;
using System.Xml;
using System.Xml.Linq;

namespace Swarm.WorkerAgent.Pulling;

/// <summary>
/// Takes messages from storage queues by the one call that this needs of their REST API. The address that the control
/// plane gave carries the signature and the version of the API.
/// </summary>
internal sealed class QueueReader(HttpClient http, TimeProvider time)
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(10);

    /// <summary>Takes a message and hides it from others for a while; null if there is none.</summary>
    /// <exception cref="StorageException">The queue cannot be read.</exception>
    public async Task<QueueMessage?> TakeAsync(Uri address, TimeSpan invisible, CancellationToken cancellation)
    {
        var query = string.Create(
            CultureInfo.InvariantCulture,
            $"numofmessages=1&visibilitytimeout={(int)invisible.TotalSeconds}&{address.Query.TrimStart('?')}");
        var messages = new UriBuilder(address)
        {
            Path = address.AbsolutePath.TrimEnd('/') + "/messages",
            Query = query,
        };
        using var timer = new CancellationTokenSource(AnswerLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellation);
        try
        {
            using var answer = await http.GetAsync(messages.Uri, either.Token);
            return answer.StatusCode switch
            {
                HttpStatusCode.OK => Read(await answer.Content.ReadAsStringAsync(either.Token)),

                // It is made by the first message.
                HttpStatusCode.NotFound => null,
                _ => throw StorageException.Refused(address, answer.StatusCode),
            };
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw StorageException.Unreachable(address, $"no answer within {AnswerLimit.TotalSeconds:0} s", e);
        }
        catch (HttpRequestException e)
        {
            throw StorageException.Unreachable(address, e.Message, e);
        }
        catch (Exception e) when (e is XmlException or FormatException)
        {
            throw StorageException.Unreachable(address, $"the answer cannot be read: {e.Message}", e);
        }
    }

    private static QueueMessage? Read(string text)
    {
        // Unlike XDocument's own reader, this one takes no document type and so no entities.
        using var reader = XmlReader.Create(new StringReader(text.TrimStart('\uFEFF')));
        var message = XDocument.Load(reader).Root?.Element("QueueMessage");
        return message is null
            ? null
            : new QueueMessage(
                Value(message, "MessageId"),
                Value(message, "PopReceipt"),
                Value(message, "MessageText"),
                long.Parse(Value(message, "DequeueCount"), CultureInfo.InvariantCulture));
    }

    private static string Value(XElement message, string name) =>
        message.Element(name)?.Value ?? throw new FormatException($"A message without {name}.");
}
