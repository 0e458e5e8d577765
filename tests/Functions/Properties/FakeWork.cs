using System.Security.Cryptography;
using System.Text;

namespace Swarm.Tests.Functions.Properties;

/// <summary>
/// What the commands of random workflows do: the worker does it, and the model foretells it. Everything that reaches a
/// command goes into what it prints, so that a wrong value anywhere upstream shows downstream.
/// </summary>
/// <param name="ExitCode">The exit code.</param>
/// <param name="Stdout">What is printed; null when the command fails.</param>
internal sealed record FakeWork(int ExitCode, string? Stdout)
{
    public bool Failed => Stdout is null;

    /// <summary>One attempt at a command.</summary>
    public static FakeWork Do(string path, int iteration, int attempt, IReadOnlyList<string> run)
    {
        switch (run[0])
        {
            case "fail" or "flaky" when run[0] == "fail" || attempt == 1:
                return new FakeWork(2, null);
            case "say":
                return new FakeWork(0, run[1]);
            case "test":
                return new FakeWork(iteration <= int.Parse(run[1]) ? 1 : 0, Hash(path, iteration, run));
            case "direct":
                return new FakeWork(
                    0, iteration < run.Count ? run[iteration] : $$"""{ "done": true, "result": "{{run.Count}}" }""");
            case "json":
                return new FakeWork(0, $$"""{ "h": "{{Hash(path, iteration, run)}}" }""");
            default:
                return new FakeWork(0, Hash(path, iteration, run));
        }
    }

    private static string Hash(string path, int iteration, IReadOnlyList<string> run)
    {
        var text = $"{path} {iteration} {string.Join('\n', run)}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..12];
    }
}
