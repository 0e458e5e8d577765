using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Swarm.Embedded.Worker;
using Swarm.Embedded.Worker.Converters;

namespace Swarm.Embedded.Http;

/// <summary>Reads the body of a request as JSON, by the JSON options of the app's results.</summary>
internal sealed class FromBodyConverter : IInputConverter
{
    public async ValueTask<ConversionResult> ConvertAsync(ConverterContext context)
    {
        if (context.FunctionContext.GetHttpContext() is not { } http)
        {
            return ConversionResult.Unhandled();
        }

        if (!http.Request.HasJsonContentType())
        {
            return ConversionResult.Failed(new InvalidOperationException("The body must be application/json."));
        }

        var options = http.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.JsonSerializerOptions;
        try
        {
            var value = await JsonSerializer.DeserializeAsync(
                http.Request.Body, context.TargetType, options, http.RequestAborted);
            return ConversionResult.Success(value);
        }
        catch (JsonException exception)
        {
            return ConversionResult.Failed(exception);
        }
    }
}
