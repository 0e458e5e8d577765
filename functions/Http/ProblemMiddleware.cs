using Azure;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Swarm.Functions.Storage;

namespace Swarm.Functions.Http;

/// <summary>
/// Turns whatever goes wrong with an HTTP request into problem+json, and gives every request its trace id.
/// </summary>
internal sealed class ProblemMiddleware(ILogger<ProblemMiddleware> logger) : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is not { } http)
        {
            await next(context);
            return;
        }

        var trace = Traces.Of(http);
        http.Response.Headers[Traces.Header] = trace;
        using var scope = Logs.RequestScope(logger, trace);
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The caller has gone; there is nobody to answer.
            context.GetInvocationResult().Value = Results.StatusCode(StatusCodes.Status499ClientClosedRequest);
        }
        catch (Exception exception) when (!http.Response.HasStarted)
        {
            var problem = ProblemOf(exception, context.FunctionDefinition.Name, trace);
            if (problem.Body.Status == StatusCodes.Status401Unauthorized)
            {
                http.Response.Headers.WWWAuthenticate = "Bearer";
            }

            context.GetInvocationResult().Value = Answers.Problem(problem.Body with { TraceId = trace });
        }
    }

    private ApiProblemException ProblemOf(Exception exception, string function, string trace)
    {
        switch (exception)
        {
            case ApiProblemException problem:
                Logs.RequestRefused(logger, function, problem.Body.Status, problem.Body.Code, problem.Message);
                return problem;
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                return Problems.TooLarge(RequestBody.DefaultMaxBytes);
            case BadHttpRequestException bad:
                return Problems.Malformed("", bad.Message);
            case ContentionException contention:
                Logs.RequestContended(logger, function, contention);
                return Problems.Unavailable(contention.Message);
            case RequestFailedException { Status: 0 or >= StatusCodes.Status500InternalServerError } storage:
                Logs.StorageAway(logger, function, storage);
                return Problems.Unavailable("A storage account does not answer. Try again in a moment.");
            case OperationCanceledException:
                return Problems.Unavailable("The control plane stops. Try again in a moment.");
            case AggregateException { InnerExceptions: [.., RequestFailedException last] }:
                // What the client of a storage account throws when none of its tries was answered.
                return ProblemOf(last, function, trace);
            case AggregateException { InnerExceptions: [var inner] }:
                return ProblemOf(inner, function, trace);
            default:
                Logs.RequestFailed(logger, function, trace, exception);
                return Problems.Internal();
        }
    }
}
