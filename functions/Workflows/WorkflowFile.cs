using System.Text;
using Microsoft.AspNetCore.Http;
using Swarm.Contracts.Problems;
using Swarm.Core.Workflows;
using Swarm.Functions.Http;

namespace Swarm.Functions.Workflows;

/// <summary>A workflow file as a request carries it.</summary>
internal static class WorkflowFile
{
    private static readonly UTF8Encoding s_strict = new(false, throwOnInvalidBytes: true);

    /// <summary>The text of the body, YAML or JSON.</summary>
    /// <exception cref="ApiProblemException">413 when it is too large, 400 when it is no text.</exception>
    public static async Task<string> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        var body = await RequestBody.ReadBytesAsync(request, WorkflowLimits.FileMaxBytes, cancellation);
        try
        {
            return s_strict.GetString(body.Span).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            throw Problems.Malformed("", "The workflow file is not UTF-8 text.");
        }
    }

    /// <summary>What is wrong with a file that cannot be stored.</summary>
    public static ApiProblemException Refuse(WorkflowParseResult parsed)
    {
        var problem = Problems.Of(
            StatusCodes.Status422UnprocessableEntity,
            ProblemCodes.InvalidWorkflow,
            "The workflow file has errors",
            $"The file has {parsed.Errors.Count} error(s); see workflowErrors. Nothing was stored.");
        return new ApiProblemException(problem.Body with { WorkflowErrors = parsed.Errors });
    }
}
