namespace Swarm.Embedded.Functions;

/// <summary>Functions of the app are such that the host does not start; the message has a line for each.</summary>
internal sealed class InvalidFunctionsException(IReadOnlyList<string> problems)
    : Exception("The app cannot start:"
        + string.Concat(problems.Select(problem => $"{Environment.NewLine}  {problem}")));
