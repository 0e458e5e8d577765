using System.Text.RegularExpressions;

namespace Swarm.WorkerAgent.Redaction;

/// <summary>Which environment variables hold secrets, by their names.</summary>
internal static partial class SecretNames
{
    /// <summary>Shorter values are rather settings; the owner names such secrets in his file.</summary>
    public const int MinChars = 8;

    /// <summary>Whether a variable's value must not leave the machine.</summary>
    public static bool IsSecret(string name, string value) =>
        value.Trim().Length >= MinChars && Pattern().IsMatch(name) && !IsPath(value);

    // "…_KEY_FILE" and the like name a place and no secret.
    private static bool IsPath(string value) => Path.IsPathRooted(value) && Path.Exists(value);

    [GeneratedRegex(
        "SECRET|TOKEN|PASSWORD|PASSWD|PASSPHRASE|APIKEY|CREDENTIAL|CONNECTION_?STRING"
        + "|(^|_)(KEY|KEYS|PAT|PSK|DSN|AUTH)$|(^|_)(API|ACCESS|PRIVATE|SIGNING|ENCRYPTION)_?KEY",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();
}
