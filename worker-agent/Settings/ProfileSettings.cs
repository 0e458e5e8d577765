using System.Globalization;
using Swarm.Contracts.Allocation;
using Swarm.Contracts.Workers;

namespace Swarm.WorkerAgent.Settings;

/// <summary>
/// What the owner says of this worker: its labels, what it is set up for, how freely work may act,
/// and when it takes no more.
/// </summary>
internal static class ProfileSettings
{
    private const char Between = ',';
    private const int MaxLabels = 32;
    private const int LabelMaxChars = 40;
    private const long Gibibyte = 1024L * 1024 * 1024;

    /// <summary>Reads the settings; <paramref name="text"/> gives lists with commas between.</summary>
    /// <exception cref="ConfigException">One of them cannot be read; the message names it.</exception>
    public static WorkerProfile Read(Func<Setting, string?> text) => new()
    {
        Labels = Labels(Words(text(SettingsTable.Labels))),
        Specialisations =
        [
            .. Words(text(SettingsTable.Specialisations))
                .Select(word => Word<Specialisation>(SettingsTable.Specialisations, word)),
        ],
        Permission = text(SettingsTable.Permission) is { } permission
            ? Word<PermissionLevel>(SettingsTable.Permission, permission)
            : PermissionLevel.Autonomous,
        Thresholds = new WorkerThresholds
        {
            CpuMaxPercent = Number(SettingsTable.CpuMax, text, 100),
            MemoryMaxPercent = Number(SettingsTable.MemoryMax, text, 100),
            DiskFreeMinBytes = (long?)(Number(SettingsTable.DiskMin, text, 1e6) * Gibibyte),
        },
        CpuCount = Environment.ProcessorCount,
        MemoryTotalBytes = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes is > 0 and var bytes ? bytes : null,
    };

    private static string[] Labels(string[] labels)
    {
        var odd = Array.Find(labels, label => label.Length > LabelMaxChars || !label.All(IsOfLabel));
        if (odd is not null || labels.Length > MaxLabels)
        {
            throw new ConfigException(
                $"{SettingsTable.Labels.Flag} takes {MaxLabels} labels at most, each of 1 to {LabelMaxChars} "
                + $"lower-case letters, digits, dashes and dots{(odd is null ? "" : $", but holds '{odd}'")}.");
        }

        return labels;
    }

    private static bool IsOfLabel(char c) => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '.';

    private static string[] Words(string? text) =>
        text?.Split(Between, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    private static T Word<T>(Setting setting, string text)
        where T : struct, Enum
    {
        var written = text.Replace("-", "", StringComparison.Ordinal);
        return Enum.GetNames<T>().FirstOrDefault(
            known => known.Equals(written, StringComparison.OrdinalIgnoreCase)) is { } found
            ? Enum.Parse<T>(found)
            : throw new ConfigException(
                $"{setting.Flag} names '{text}'; possible are: {string.Join(", ", Enum.GetNames<T>().Select(Spell))}.");
    }

    private static string Spell(string name) =>
        string.Concat(name.Select((c, i) => i > 0 && char.IsAsciiLetterUpper(c) ? $"-{c}" : $"{c}")).ToLowerInvariant();

    private static double? Number(Setting setting, Func<Setting, string?> text, double max)
    {
        if (text(setting) is not { } written)
        {
            return null;
        }

        return double.TryParse(written, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number <= max
            ? number
            : throw new ConfigException($"{setting.Flag} must be a number from 0 to {max:0}, but is '{written}'.");
    }
}
