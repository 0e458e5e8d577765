namespace Swarm.Tests.Architecture.Sources;

/// <summary>Runs a rule over the sources and names every offence at once.</summary>
internal static class Gate
{
    public static void Hold(Func<SourceFile, IEnumerable<string>> rule) => Hold(SourceFile.All.SelectMany(rule));

    public static void Hold(IEnumerable<string> offences)
    {
        var all = offences.ToList();
        Assert.True(all.Count == 0, $"{all.Count} offences:\n{string.Join('\n', all)}");
    }
}
