using System.Diagnostics;
using Swarm.Tests.Shared;

namespace Swarm.Tests.Cli.Scripts;

/// <summary>
/// A clone that holds only the entry script and a source file, with a <c>dotnet</c> in its PATH that notes how it
/// is called and behaves as the test says.
/// </summary>
internal sealed class ScriptClone : IDisposable
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("swarm script ");

    public ScriptClone()
    {
        var script = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "swarm"));
        ProgramFile.Write(Path.Combine(root.FullName, "swarm"), script);
        WriteSource("class A;");
        var folder = Directory.CreateDirectory(Path.Combine(root.FullName, "fake"));
        var fake = Path.Combine(folder.FullName, "dotnet");
        ProgramFile.Write(
            fake,
            """
            #!/bin/sh
            echo "$*" >> "$CALLS"
            case $1 in
              --version) [ -z "${NO_SDK:-}" ] && echo 10.0.100 ;;
              --list-sdks) echo "8.0.404 [/somewhere]" ;;
              build)
                if [ -n "${BUILD_SAYS:-}" ]; then echo "$BUILD_SAYS"; exit 1; fi
                mkdir -p artifacts/embedded/bin/Swarm.Cli/release
                : > artifacts/embedded/bin/Swarm.Cli/release/swarm-cli.dll
                ;;
              test)
                name=$(basename "$(dirname "$2")")
                [ ! -f "$OUTCOMES/$name.trx" ] || cp "$OUTCOMES/$name.trx" "$OUTCOMES/../artifacts/test-results/"
                [ ! -f "$OUTCOMES/$name.fails" ]
                ;;
              *) echo "ran: $*" ;;
            esac

            """);
        Environment = new Dictionary<string, string>
        {
            ["PATH"] = folder.FullName + ":" + System.Environment.GetEnvironmentVariable("PATH"),
            ["CALLS"] = Path.Combine(root.FullName, "calls"),
            ["OUTCOMES"] = Directory.CreateDirectory(Path.Combine(root.FullName, "outcomes")).FullName,
        };
    }

    public Dictionary<string, string> Environment { get; }

    /// <summary>How often the fake was called with this verb.</summary>
    public int Calls(string verb) => File.ReadAllLines(Environment["CALLS"])
        .Count(l => l.StartsWith(verb, StringComparison.Ordinal));

    public void WriteSource(string text)
    {
        Directory.CreateDirectory(Path.Combine(root.FullName, "cli"));
        File.WriteAllText(Path.Combine(root.FullName, "cli", "A.cs"), text);
    }

    /// <summary>Adds a test project whose result file has these counts; null for one that dies early.</summary>
    public void AddTests(string name, (int Total, int Executed, int Passed, int Failed)? counts, bool fails)
    {
        var folder = Directory.CreateDirectory(Path.Combine(root.FullName, "tests", name));
        File.WriteAllText(Path.Combine(folder.FullName, $"{name}.csproj"), "<Project/>");
        if (counts is { } c)
        {
            File.WriteAllText(
                Path.Combine(Environment["OUTCOMES"], name + ".trx"),
                "<TestRun><Results><UnitTestResult testId=\"1\" testName=\"It_works\" outcome=\"Failed\" /></Results>"
                + $"<ResultSummary><Counters total=\"{c.Total}\" executed=\"{c.Executed}\" passed=\"{c.Passed}\" "
                + $"failed=\"{c.Failed}\" error=\"0\" /></ResultSummary></TestRun>");
        }

        if (fails)
        {
            File.WriteAllText(Path.Combine(Environment["OUTCOMES"], name + ".fails"), "");
        }
    }

    public (int ExitCode, string Output, string Error) Run(string shell, params string[] arguments)
    {
        var info = new ProcessStartInfo(shell, [Path.Combine(root.FullName, "swarm"), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in Environment)
        {
            info.Environment[name] = value;
        }

        using var process = Process.Start(info)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.GetAwaiter().GetResult());
    }

    public void Dispose() => root.Delete(recursive: true);
}
