using Swarm.Cli.Consoles;
using Swarm.Cli.Watching;
using Swarm.Cli.Runs;

namespace Swarm.Cli.Demos;

/// <summary>Tells how the demo ended.</summary>
internal static class DemoReportText
{
    public static void Write(CliContext context, DemoReport report)
    {
        RunResult.Write(context, report.Run);
        var output = context.Out;
        output.WriteLine();
        if (report.Problem is not null)
        {
            output.WriteLine($"The result in {report.Repository} is not as it should be.");
            return;
        }

        var looped = report.Run.Nodes
            .Where(n => NodeTable.TimesRun(n) > 1)
            .Select(n => $"{n.Path} ran {NodeTable.TimesRun(n)} times");
        output.WriteLine($"The result, made in {StatusWords.Duration(report.Took)} ({string.Join(", ", looped)}):");
        output.WriteLine($"  repository  {report.Repository}");
        output.WriteLine($"  branch      {report.Branch}, merged into main");
        output.WriteLine($"  tag         {report.Tag}");
        if (report.Branches is { } branches)
        {
            output.WriteLine(
                $"  branches    side by side in {StatusWords.Duration(branches.Parallel)}, one after the other "
                + $"{StatusWords.Duration(branches.Sequential)}: "
                + FormattableString.Invariant($"{branches.SpeedUp:0.00} times faster"));
        }

        output.WriteLine();
        foreach (var line in report.Graph)
        {
            output.WriteLine("  " + line);
        }
    }
}
