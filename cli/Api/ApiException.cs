using System.Net;
using Swarm.Contracts.Problems;

namespace Swarm.Cli.Api;

/// <summary>The control plane answered with a problem.</summary>
internal sealed class ApiException(HttpStatusCode status, ProblemBody problem) : Exception(Describe(status, problem))
{
    public HttpStatusCode Status { get; } = status;

    public ProblemBody Problem { get; } = problem;

    /// <summary>True if the same request may succeed later.</summary>
    public bool IsPassing => (int)Status >= 500 || Status == HttpStatusCode.TooManyRequests;

    public int ExitCode => IsPassing || Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
        ? ExitCodes.Unreachable
        : ExitCodes.WrongInput;

    private static string Describe(HttpStatusCode status, ProblemBody problem)
    {
        var lines = new List<string>
        {
            problem.Detail ?? problem.Title ?? $"The control plane answered {(int)status} {status}.",
        };
        foreach (var (pointer, messages) in problem.Errors ?? new Dictionary<string, string[]>())
        {
            lines.AddRange(messages.Select(message => $"  {pointer}: {message}"));
        }

        if (status == HttpStatusCode.Unauthorized)
        {
            lines.Add("  Give the admin key in SWARM_KEY, or the data folder that holds it with --data.");
        }

        return string.Join(Environment.NewLine, lines);
    }
}
