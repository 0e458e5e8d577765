using System.Globalization;
using Swarm.WorkerAgent.Policies;

namespace Swarm.WorkerAgent.Settings;

/// <summary>Brings together file, environment and flags, each stronger than the one before.</summary>
internal sealed class SettingsReader
{
    private const string ToolSettings = "tool-settings";
    private const double MaxDrainSeconds = 86_400;

    private readonly ConfigNode? file;
    private readonly Dictionary<Setting, SettingValue> values;

    /// <summary>Reads all settings.</summary>
    /// <param name="flags">What a flag said; none where it is not there.</param>
    /// <param name="configFile">The file; null for the usual one, which need not be there.</param>
    /// <exception cref="ConfigException">The file has a mistake.</exception>
    public SettingsReader(Func<Setting, IReadOnlyList<string>> flags, string? configFile)
    {
        var usual = ConfigFolder.At("agent.yaml");
        File = configFile ?? (System.IO.File.Exists(usual) ? usual : null);
        file = File is null
            ? null
            : ConfigNode.Load(File)?.Allow([.. SettingsTable.All.Select(setting => setting.Name), ToolSettings]);
        values = SettingsTable.All.ToDictionary(setting => setting, setting => Resolve(setting, flags(setting)));
    }

    /// <summary>The file that was read; null if there is none.</summary>
    public string? File { get; }

    public IReadOnlyList<SettingValue> All => [.. SettingsTable.All.Select(setting => values[setting])];

    /// <summary>The options of the agent.</summary>
    /// <exception cref="ConfigException">A value cannot be used; the message says where it comes from.</exception>
    public AgentOptions ToOptions() => new()
    {
        Url = Uri.TryCreate(Text(SettingsTable.Url), UriKind.Absolute, out var url)
            ? url
            : throw Mistake(SettingsTable.Url, "be an address such as http://127.0.0.1:7071"),
        JoinToken = Text(SettingsTable.Token),
        Name = Text(SettingsTable.Name) ?? "",
        Slots = (int)Number(SettingsTable.Slots, int.MinValue, int.MaxValue),
        DataFolder = Text(SettingsTable.Data)!,
        Tools = values[SettingsTable.Tools].Values,
        ToolSettings = file?.Child(ToolSettings),
        Pull = Text(SettingsTable.Pull) switch
        {
            "auto" => PullMode.Auto,
            "long-poll" => PullMode.LongPoll,
            _ => throw Mistake(SettingsTable.Pull, "be auto or long-poll"),
        },
        DrainDeadline = TimeSpan.FromSeconds(Number(SettingsTable.Drain, 0, MaxDrainSeconds)),
        IsEphemeral = Text(SettingsTable.Ephemeral) switch
        {
            "true" => true,
            "false" => false,
            _ => throw Mistake(SettingsTable.Ephemeral, "be true or false"),
        },
        PassedVariables = values[SettingsTable.PassedVariables].Values,
        Profile = ProfileSettings.Read(
            setting => values[setting].Values is { Count: > 0 } texts ? string.Join(',', texts) : null),
        Policy = PolicyFile.Load(Text(SettingsTable.Policy)),
        SecretsFile = Text(SettingsTable.Secrets),
        StatusPort = (int)Number(SettingsTable.StatusPort, 0, ushort.MaxValue),
        Seed = Text(SettingsTable.Seed) is null
            ? Environment.ProcessId ^ Environment.TickCount
            : (int)Number(SettingsTable.Seed, int.MinValue, int.MaxValue),
    };

    private SettingValue Resolve(Setting setting, IReadOnlyList<string> flag)
    {
        if (flag.Count > 0)
        {
            return new SettingValue(setting, setting.IsList ? Split(flag) : [flag[^1]], $"flag {setting.Flag}");
        }

        if (setting.Variable is { } variable && Environment.GetEnvironmentVariable(variable) is { Length: > 0 } set)
        {
            return new SettingValue(setting, setting.IsList ? Split([set]) : [set], $"variable {variable}");
        }

        if (file?.Child(setting.Name) is { } node)
        {
            var texts = setting.IsList ? node.AsList().Select(item => item.AsText()).ToArray() : [node.AsText()];
            return new SettingValue(setting, texts, node.Place);
        }

        return new SettingValue(setting, setting.Default() is { } text ? [text] : [], "default");
    }

    private static string[] Split(IEnumerable<string> texts) => [.. texts.SelectMany(text => text.Split(
        ',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];

    private string? Text(Setting setting) => values[setting].Text;

    private double Number(Setting setting, double min, double max) =>
        double.TryParse(Text(setting), CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? number
            : throw Mistake(setting, $"be a number from {min} to {max}");

    private ConfigException Mistake(Setting setting, string wanted) =>
        new($"{setting.Flag} must {wanted}, but is '{Text(setting)}' ({values[setting].Source}).");
}
