using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Swarm.WorkerAgent.Diagnostics;

/// <summary>Plain lines on standard error: time, level if it is a bad one, text.</summary>
internal sealed class StderrLogger(TextWriter writer, TimeProvider time) : ILogger
{
    private readonly Lock gate = new();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
        {
            return;
        }

        var at = time.GetUtcNow().ToString("HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        var level = logLevel switch
        {
            LogLevel.Warning => "warning: ",
            >= LogLevel.Error => "error: ",
            _ => "",
        };
        lock (gate)
        {
            writer.WriteLine($"{at} {level}{formatter(state, exception)}");
            if (exception is not null)
            {
                writer.WriteLine(exception);
            }
        }
    }
}
