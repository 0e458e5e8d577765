namespace Swarm.Tests.Architecture.ApiSurface;

/// <summary>
/// The app compiles against our runtime here and against the Microsoft packages in Azure. That holds only as long as
/// what a mirrored type shows exists in the real package, to the letter.
/// </summary>
public sealed class ApiSurfaceTests
{
    [Fact]
    public void Every_visible_member_of_a_mirrored_type_exists_in_the_real_package()
    {
        var comparison = new SurfaceComparison(ApiLists.LoadOrSkip());

        var offences = comparison.Offences(CompiledTypes.Of("Swarm.Durable", "Swarm.Embedded")).ToList();

        Assert.True(offences.Count == 0, $"{offences.Count} differences:\n" + string.Join("\n", offences));
    }
}
