using Microsoft.Extensions.Configuration;
using Swarm.Contracts.Clarifications;
using Swarm.Functions.Clarifications;

namespace Swarm.Tests.Functions.Clarifications;

public sealed class ClarificationSettingsTests
{
    [Fact]
    public void What_is_not_set_has_its_default()
    {
        var options = Read([]);

        Assert.Equal(TimeSpan.FromHours(24), options.ExpiresAfter);
        Assert.Equal(TimeSpan.FromMinutes(10), options.HeldFor);
        Assert.Equal(ClarificationExpiry.Fail, options.OnExpiry);
        Assert.Equal(20, options.MaxPerWorkItem);
    }

    [Fact]
    public void What_is_set_counts()
    {
        var options = Read(new()
        {
            ["Clarifications:ExpiresAfter"] = "01:30:00",
            ["Clarifications:HeldFor"] = "00:00:30",
            ["Clarifications:OnExpiry"] = "proceed",
            ["Clarifications:MaxPerWorkItem"] = "3",
        });

        Assert.Equal(TimeSpan.FromMinutes(90), options.ExpiresAfter);
        Assert.Equal(TimeSpan.FromSeconds(30), options.HeldFor);
        Assert.Equal(ClarificationExpiry.Proceed, options.OnExpiry);
        Assert.Equal(3, options.MaxPerWorkItem);
    }

    [Theory]
    [InlineData("ExpiresAfter", "soon")]
    [InlineData("OnExpiry", "maybe")]
    [InlineData("MaxPerWorkItem", "many")]
    public void What_cannot_be_read_is_named(string name, string value)
    {
        var refused = Assert.Throws<InvalidOperationException>(
            () => Read(new() { [$"Clarifications:{name}"] = value }));

        Assert.Contains($"Clarifications:{name}", refused.Message, StringComparison.Ordinal);
    }

    private static ClarificationOptions Read(Dictionary<string, string?> settings)
    {
        var options = new ClarificationOptions();
        ClarificationSettings.Read(options, new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        return options;
    }
}
