using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Swarm.Embedded.Configuration;
using Swarm.Embedded.Functions;
using Swarm.Embedded.Invocations;

namespace Swarm.Embedded.Http;

/// <summary>Answers requests with functions.</summary>
internal sealed class HttpFunctionHandler(
    FunctionInvoker invoker, RequestDrain drain, HostJson hostJson, ILogger<HttpFunctionHandler> logger)
{
    public async Task HandleAsync(HttpContext http, FunctionDescriptor function)
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, drain.Ended);

        // A result that streams sees this token too, so an event stream ends when the host drains.
        http.RequestAborted = cancellation.Token;
        try
        {
            var result = await InvokeAsync(http, function, cancellation.Token);
            await WriteAsync(http, function, result);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            Abandon(http);
        }
        catch (Exception exception) when (exception is not BadHttpRequestException)
        {
            Logs.FunctionFailed(logger, function.Name, exception);
            Abandon(http);
        }
    }

    private async Task<object?> InvokeAsync(
        HttpContext http, FunctionDescriptor function, CancellationToken requestEnded)
    {
        // The time limit is for the function alone: a result may stream for as long as its reader stays.
        using var limited = hostJson.LimitTime(requestEnded);
        var context = new EmbeddedFunctionContext(new Invocation(
            function, http.Request, BindingData(http), http.RequestServices, limited.Token));
        context.Items[ItemKeys.HttpContext] = http;
        return await invoker.InvokeAsync(context);
    }

    /// <summary>
    /// As on Azure Functions, a function answers by a result object or by writing to the response itself.
    /// </summary>
    private async Task WriteAsync(HttpContext http, FunctionDescriptor function, object? result)
    {
        switch (result)
        {
            case IActionResult action:
                await action.ExecuteResultAsync(new ActionContext(http, http.GetRouteData(), new ActionDescriptor()));
                break;
            case IResult minimal:
                await minimal.ExecuteAsync(http);
                break;
            default:
                if (!http.Response.HasStarted && http.Response.ContentLength is null)
                {
                    Logs.NoHttpResult(logger, function.Name);
                }

                break;
        }
    }

    private static void Abandon(HttpContext http)
    {
        if (http.Response.HasStarted)
        {
            // Half an answer must not look like a whole one.
            http.Abort();
            return;
        }

        http.Response.Clear();
        http.Response.StatusCode = StatusCodes.Status500InternalServerError;
    }

    private static Dictionary<string, object?> BindingData(HttpContext http)
    {
        var data = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, values) in http.Request.Query)
        {
            data[name] = values.Count > 0 ? values[0] : null;
        }

        foreach (var (name, value) in http.Request.RouteValues)
        {
            data[name] = value;
        }

        return data;
    }
}
