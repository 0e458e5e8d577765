using Microsoft.Extensions.Logging;

namespace Swarm.Embedded;

/// <summary>The log messages of the embedded host.</summary>
internal static partial class Logs
{
    [LoggerMessage(1, LogLevel.Error, "Function {Function} failed")]
    public static partial void FunctionFailed(ILogger logger, string function, Exception exception);

    [LoggerMessage(
        2,
        LogLevel.Warning,
        "Function {Function} returned neither an IActionResult nor an IResult, so its answer has no body; this is what "
            + "Azure Functions does too")]
    public static partial void NoHttpResult(ILogger logger, string function);

    [LoggerMessage(3, LogLevel.Error, "Timer {Function} does not run any more until the host starts again")]
    public static partial void TimerStopped(ILogger logger, string function, Exception exception);

    [LoggerMessage(4, LogLevel.Error, "The state of timer {Function} could not be written; its schedule goes on")]
    public static partial void TimerStateNotSaved(ILogger logger, string function, Exception exception);
}
