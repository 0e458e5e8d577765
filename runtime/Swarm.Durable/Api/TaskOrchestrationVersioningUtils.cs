namespace Swarm.Durable.Abstractions;

/// <summary>Compares versions of orchestrations.</summary>
public static class TaskOrchestrationVersioningUtils
{
    /// <summary>Compares as versions if both are such, else as ordinal text; no version is the lowest.</summary>
    /// <param name="sourceVersion">The one.</param>
    /// <param name="otherVersion">The other.</param>
    /// <returns>Below, at or above zero as the first is lower, the same or higher.</returns>
    public static int CompareVersions(string sourceVersion, string otherVersion)
    {
        bool sourceEmpty = string.IsNullOrWhiteSpace(sourceVersion);
        bool otherEmpty = string.IsNullOrWhiteSpace(otherVersion);
        if (sourceEmpty || otherEmpty)
        {
            return (sourceEmpty ? 0 : 1) - (otherEmpty ? 0 : 1);
        }

        return Version.TryParse(sourceVersion, out Version? source)
            && Version.TryParse(otherVersion, out Version? other)
            ? source.CompareTo(other)
            : string.Compare(sourceVersion, otherVersion, StringComparison.Ordinal);
    }
}
