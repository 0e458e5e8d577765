namespace Swarm.Tests.Architecture.Switch;

/// <summary>
/// Names that two namespaces of the real packages share, or one of them and ASP.NET Core. A file of the app that uses
/// one bare compiles on one host and not on the other.
/// </summary>
internal static class AmbiguousNames
{
    /// <summary>Name and arity as reflection writes them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "AsyncPageable`1",
        "DurableTaskClientExtensions",
        "FromBodyAttribute",
        "Page`1",
        "RetryContext",
        "ServiceCollectionExtensions",
    ];
}
