namespace Swarm.Durable.Core;

/// <summary>How a task or an orchestration failed, as histories tell it.</summary>
public class FailureDetails
{
    /// <summary>Makes a failure.</summary>
    /// <param name="errorType">The full name of the exception's type.</param>
    /// <param name="errorMessage">Its message.</param>
    /// <param name="stackTrace">Its stack trace.</param>
    /// <param name="innerFailure">The failure behind it.</param>
    /// <param name="isNonRetriable">Whether trying again is of no use.</param>
    public FailureDetails(
        string errorType,
        string errorMessage,
        string? stackTrace,
        FailureDetails? innerFailure,
        bool isNonRetriable)
    {
        ErrorType = errorType;
        ErrorMessage = errorMessage;
        StackTrace = stackTrace;
        InnerFailure = innerFailure;
        IsNonRetriable = isNonRetriable;
    }

    /// <summary>The full name of the exception's type.</summary>
    public string ErrorType { get; }

    /// <summary>Its message.</summary>
    public string ErrorMessage { get; }

    /// <summary>Its stack trace.</summary>
    public string? StackTrace { get; }

    /// <summary>The failure behind it.</summary>
    public FailureDetails? InnerFailure { get; }

    /// <summary>Whether trying again is of no use.</summary>
    public bool IsNonRetriable { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{ErrorType}: {ErrorMessage}";
}
