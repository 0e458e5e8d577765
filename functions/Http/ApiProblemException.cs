using Swarm.Contracts.Problems;

namespace Swarm.Functions.Http;

/// <summary>A request cannot be answered as asked; the caller gets <see cref="Body"/>.</summary>
public sealed class ApiProblemException(ProblemBody body) : Exception(body.Detail)
{
    public ProblemBody Body { get; } = body;
}
