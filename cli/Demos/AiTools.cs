using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;

namespace Swarm.Cli.Demos;

/// <summary>Looks for the AI tools of this machine.</summary>
internal static class AiTools
{
    private const string OllamaAddress = "127.0.0.1:11434";
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(20);

    private static readonly (string Name, string Title, string Program, string Install)[] Known =
    [
        ("claude-code", "Claude Code", "claude", "npm install -g @anthropic-ai/claude-code"),
        ("gemini", "Gemini CLI", "gemini", "npm install -g @google/gemini-cli"),
        ("codex", "Codex CLI", "codex", "npm install -g @openai/codex"),
    ];

    /// <summary>What to do where there is none.</summary>
    public static string HowToInstall { get; } = string.Join(
        '\n',
        Known.Select(tool => $"  {tool.Title,-12} {tool.Install}, then sign in with `{tool.Program}`")
            .Append("  Ollama       https://ollama.com (it reviews; it does not change files by itself)"));

    /// <summary>Those that are there and answer, the best coder first.</summary>
    public static async Task<IReadOnlyList<AiTool>> FindAsync(
        Func<string, string?> environment, CancellationToken cancellation)
    {
        var asked = Known
            .Where(tool => Find(environment("PATH"), tool.Program) is not null)
            .Select(tool => AskAsync(tool.Name, tool.Title, Find(environment("PATH"), tool.Program)!, cancellation))
            .Append(AskOllamaAsync(environment("OLLAMA_HOST"), cancellation));
        return [.. (await Task.WhenAll(asked)).OfType<AiTool>()];
    }

    private static string? Find(string? path, string program)
    {
        string[] suffixes = OperatingSystem.IsWindows() ? [".exe", ".cmd"] : [""];
        return (path ?? "").Split(Path.PathSeparator)
            .Where(Path.IsPathRooted)
            .SelectMany(folder => suffixes.Select(suffix => Path.Combine(folder, program + suffix)))
            .FirstOrDefault(File.Exists);
    }

    private static async Task<AiTool?> AskAsync(
        string name, string title, string program, CancellationToken cancellation)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, ["--version"])
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            process.StandardInput.Close();
            _ = process.StandardError.ReadToEndAsync(cancellation);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            limit.CancelAfter(AnswerLimit);
            try
            {
                var told = await process.StandardOutput.ReadToEndAsync(limit.Token);
                await process.WaitForExitAsync(limit.Token);
                return process.ExitCode == 0 ? new AiTool(name, title, VersionIn(told), WritesCode: true) : null;
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                process.Kill(entireProcessTree: true);
                return null;
            }
        }
        catch (Win32Exception)
        {
            // No program after all.
            return null;
        }
    }

    private static async Task<AiTool?> AskOllamaAsync(string? host, CancellationToken cancellation)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = AnswerLimit };
        var address = string.IsNullOrEmpty(host) ? OllamaAddress : host;
        try
        {
            var told = await http.GetStringAsync(new Uri($"http://{address}/api/tags"), cancellation);
            using var document = JsonDocument.Parse(told);
            var models = document.RootElement.GetProperty("models");
            return models.GetArrayLength() == 0
                ? null
                : new AiTool(
                    "ollama", "Ollama", $"with {models[0].GetProperty("name").GetString()}", WritesCode: false);
        }
        catch (Exception e) when (IsNotThere(e, cancellation))
        {
            return null;
        }
    }

    private static bool IsNotThere(Exception e, CancellationToken cancellation) =>
        e is HttpRequestException or JsonException or KeyNotFoundException or UriFormatException
        || (e is OperationCanceledException && !cancellation.IsCancellationRequested);

    private static string VersionIn(string told) =>
        told.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries)
            .FirstOrDefault(word => char.IsAsciiDigit(word[0])) ?? "of unknown version";
}
