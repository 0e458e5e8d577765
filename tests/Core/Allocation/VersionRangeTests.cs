using Swarm.Core.Allocation;

namespace Swarm.Tests.Core.Allocation;

public sealed class VersionRangeTests
{
    [Theory]
    [InlineData(">=2.1 <3", "2.1", true)]
    [InlineData(">=2.1 <3", "2.1.9", true)]
    [InlineData(">=2.1 <3", "2.0.9", false)]
    [InlineData(">=2.1 <3", "3", false)]
    [InlineData(">=2.1 <3", "v2.10.0-beta.1", true)]
    [InlineData("2.1", "2.1.7", true)]
    [InlineData("2.1", "2.10", false)]
    [InlineData("2", "2.99.1", true)]
    [InlineData("=2.1", "2.1.0", true)]
    [InlineData("=2.1", "2.1.1", false)]
    [InlineData(">2", "2.0.1", true)]
    [InlineData("<=2", "2.0.0", true)]
    public void A_range_takes_versions_within_its_bounds(string range, string version, bool taken) =>
        Assert.Equal(taken, VersionRange.Parse(range)!.Contains(ToolVersion.Parse(version)!));

    [Theory]
    [InlineData("")]
    [InlineData("latest")]
    [InlineData(">= 2")]
    [InlineData("2.1.3.4.5")]
    [InlineData("~2")]
    [InlineData("2.-1")]
    public void What_is_no_range_is_not_read(string text) => Assert.Null(VersionRange.Parse(text));

    [Theory]
    [InlineData("512MiB", 536_870_912L)]
    [InlineData("1.5 GiB", 1_610_612_736L)]
    [InlineData("0B", 0L)]
    public void A_size_is_a_number_with_a_binary_unit(string text, long bytes) =>
        Assert.Equal(bytes, ByteSize.Parse(text));

    [Theory]
    [InlineData("4G", "4GiB")]
    [InlineData("4 gb", "4GiB")]
    [InlineData("512M", "512MiB")]
    [InlineData("4", null)]
    [InlineData("much", null)]
    public void A_size_in_another_unit_is_not_read_and_a_guess_is_made(string text, string? guess)
    {
        Assert.Null(ByteSize.Parse(text));
        Assert.Equal(guess, ByteSize.Guess(text));
    }
}
