using Swarm.Durable.History;

namespace Swarm.Durable;

/// <summary>How a task or an orchestration failed, as recorded in history.</summary>
/// <param name="ErrorType">The full name of the exception's type.</param>
/// <param name="ErrorMessage">Its message.</param>
/// <param name="StackTrace">Its stack trace.</param>
/// <param name="InnerFailure">The failure behind it.</param>
/// <param name="Properties">Further properties of the exception.</param>
public record class TaskFailureDetails(
    string ErrorType,
    string ErrorMessage,
    string? StackTrace,
    TaskFailureDetails? InnerFailure,
    IDictionary<string, object?>? Properties)
{
    /// <summary>The details of an exception and of those inside it.</summary>
    /// <param name="exception">The exception.</param>
    public static TaskFailureDetails FromException(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return FailureRecorder.Record(exception);
    }

    /// <summary>Whether the failure was an exception of this type or of one derived from it.</summary>
    /// <typeparam name="T">The type of exception.</typeparam>
    public bool IsCausedBy<T>()
        where T : Exception => IsCausedBy(typeof(T));

    /// <summary>Whether the failure was an exception of this type or of one derived from it.</summary>
    /// <param name="targetBaseExceptionType">The type of exception.</param>
    /// <exception cref="ArgumentException">The type is no exception.</exception>
    public bool IsCausedBy(Type targetBaseExceptionType)
    {
        ArgumentNullException.ThrowIfNull(targetBaseExceptionType);
        if (!typeof(Exception).IsAssignableFrom(targetBaseExceptionType))
        {
            throw new ArgumentException(
                $"The type {targetBaseExceptionType} is not an exception.", nameof(targetBaseExceptionType));
        }

        return FailureTypes.Find(ErrorType) is { } type
            ? targetBaseExceptionType.IsAssignableFrom(type)
            : string.Equals(ErrorType, FailureTypes.NameOf(targetBaseExceptionType), StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{ErrorType}: {ErrorMessage}";
}
