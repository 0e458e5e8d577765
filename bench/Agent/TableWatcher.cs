using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Swarm.Bench.Agent;

/// <summary>
/// Looks at the table that <c>swarm runs watch</c> redraws on a terminal, which it has from the program <c>script</c>.
/// Each time that it shows a newer line of the command, the age of that line is taken.
/// </summary>
internal static partial class TableWatcher
{
    private const int TailChars = 4096;

    /// <summary>Whether this machine has terminals that can be had so.</summary>
    internal static bool IsPossible => OperatingSystem.IsLinux() && File.Exists("/usr/bin/script");

    internal static async Task<Delays> MeasureAsync(
        string[] watch, string key, CancellationToken cancellation)
    {
        var words = string.Join(' ', watch.Select(word => $"'{word}'"));
        string[] arguments = ["-qfc", $"stty cols 160 rows 50; exec {words}", "/dev/null"];
        var info = new ProcessStartInfo("/usr/bin/script", arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        info.Environment["SWARM_KEY"] = key;
        info.Environment["TERM"] = "xterm-256color";
        using var terminal = Process.Start(info)!;
        try
        {
            return Delays.Of(await ReadAsync(terminal.StandardOutput, cancellation));
        }
        finally
        {
            terminal.Kill(entireProcessTree: true);
        }
    }

    private static async Task<IReadOnlyList<TimeSpan>> ReadAsync(TextReader screen, CancellationToken cancellation)
    {
        var (ages, newest, tail, buffer) = (new List<TimeSpan>(), 0L, "", new char[TailChars]);
        while (await screen.ReadAsync(buffer, cancellation) is > 0 and var count)
        {
            var now = TimeProvider.System.GetUtcNow().UtcTicks;
            tail += new string(buffer, 0, count);
            var shown = Shown().Matches(tail)
                .Select(match => long.Parse(match.Groups["ticks"].Value, CultureInfo.InvariantCulture))
                .DefaultIfEmpty()
                .Max();
            if (shown > newest)
            {
                newest = shown;
                ages.Add(TimeSpan.FromTicks(now - shown));
            }

            tail = tail.Length > TailChars ? tail[^TailChars..] : tail;
        }

        return ages.Count > 0 ? ages : throw new InvalidOperationException("The table never showed a line.");
    }

    [GeneratedRegex(
        ClockLines.Mark + @"(?<ticks>[0-9]{18})", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Shown();
}
