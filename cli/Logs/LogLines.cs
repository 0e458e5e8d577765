using System.Globalization;
using Swarm.Cli.Consoles;
using Swarm.Contracts.WorkItems;

namespace Swarm.Cli.Logs;

/// <summary>Writes log lines: the text alone, or behind the node that it is of and its time.</summary>
internal sealed class LogLines(CliContext context, bool namesNodes, bool hasTimes)
{
    private const int NodeWidth = 12;
    private readonly Lock gate = new();

    /// <summary>Writes lines of one work item; those of others do not come between them.</summary>
    public void Write(LogSource source, IReadOnlyList<LogLine> lines)
    {
        var name = source.Iteration > 1 ? $"{source.Node}#{source.Iteration}" : source.Node;
        lock (gate)
        {
            foreach (var line in lines)
            {
                var time = TimeZoneInfo.ConvertTime(line.At, context.Time.LocalTimeZone);
                var before = (hasTimes ? time.ToString("HH:mm:ss.fff  ", CultureInfo.InvariantCulture) : "")
                    + (namesNodes ? $"{name,-NodeWidth}  " : "");
                context.Out.WriteLine(before + line.Text);
            }
        }
    }
}
