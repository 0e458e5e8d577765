using System.Text.Json;
using System.Text.Json.Nodes;

namespace Swarm.WorkerAgent.Tools.Prompts;

/// <summary>
/// Gemini's file of system defaults, which has the weakest say of its settings. The one that it is called with stands
/// in place of the machine's own, so it has what that one says as well.
/// </summary>
internal static class GeminiDefaults
{
    /// <summary>The variable that names the file.</summary>
    public const string Variable = "GEMINI_CLI_SYSTEM_DEFAULTS_PATH";

    private const string Servers = "mcpServers";

    // Gemini takes comments in its settings.
    private static readonly JsonDocumentOptions Lenient =
        new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>What the machine's own file says; null when there is none that can be read.</summary>
    public static string? ReadOwn()
    {
        try
        {
            var named = Environment.GetEnvironmentVariable(Variable);
            return File.ReadAllText(string.IsNullOrEmpty(named) ? Place : named);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The machine's own defaults with the servers of ours; ours alone when those are no settings.</summary>
    public static string With(string? own, string servers)
    {
        var ours = JsonNode.Parse(servers)!.AsObject();
        if (own is null || Parse(own) is not { } settings)
        {
            return ours.ToJsonString();
        }

        var merged = settings[Servers] as JsonObject ?? [];
        settings[Servers] = merged;
        foreach (var (name, server) in ours[Servers]!.AsObject())
        {
            merged[name] = server!.DeepClone();
        }

        return settings.ToJsonString();
    }

    private static string Place =>
        OperatingSystem.IsMacOS() ? "/Library/Application Support/GeminiCli/system-defaults.json"
        : OperatingSystem.IsWindows() ? @"C:\ProgramData\gemini-cli\system-defaults.json"
        : "/etc/gemini-cli/system-defaults.json";

    private static JsonObject? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text, documentOptions: Lenient) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
