using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Configuration;
using Swarm.Functions.Content;
using Swarm.Functions.Queues;
using Swarm.Tests.Functions.Harness;

namespace Swarm.Tests.Functions.Content;

/// <summary>The limits of the content store are settings, and metrics tell how near it is to them.</summary>
public sealed class ContentSettingsTests
{
    [Theory]
    [InlineData(null, 34_359_738_368)]
    [InlineData("", 34_359_738_368)]
    [InlineData("100000000", 100_000_000)]
    public void The_total_is_a_setting(string? text, long expected)
    {
        var options = new ContentOptions();

        ContentSettings.Read(options, ConfigurationWith(ContentSettings.MaxBytesTotal, text));

        Assert.Equal(expected, options.MaxBytesTotal);
    }

    [Theory]
    [InlineData(ContentSettings.MaxBytesTotal)]
    [InlineData(ContentSettings.MaxBytesPerValue)]
    public void What_is_no_number_is_refused_by_name(string name)
    {
        var mistake = Assert.Throws<InvalidOperationException>(
            () => ContentSettings.Read(new ContentOptions(), ConfigurationWith(name, "32 GiB")));

        Assert.Contains($"'{name}' is '32 GiB'", mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_tell_how_much_is_stored_and_how_much_may_be()
    {
        await using var app = new TestApp();
        var gauges = app.Get<ContentGauges>();
        var seen = new ConcurrentDictionary<string, long>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name == QueueActivity.MeterName && IsOurs(instrument))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };

        // Other apps of this process have a meter of the same name, and nothing in their stores.
        listener.SetMeasurementEventCallback<long>(
            (instrument, value, _, _) => seen.AddOrUpdate(instrument.Name, value, (_, other) => other + value));
        listener.Start();

        var value = new byte[1234];
        await app.Get<ContentValues>().PutAsync(ContentHash.Of(value), new MemoryStream(value), default);
        await gauges.RunAsync(default);
        listener.RecordObservableInstruments();

        Assert.True(seen["swarm.content.size"] >= 1234);
        Assert.True(seen["swarm.content.limit"] >= new ContentOptions().MaxBytesTotal);
    }

    private static bool IsOurs(Instrument instrument) =>
        instrument.Name.StartsWith("swarm.content.", StringComparison.Ordinal);

    private static IConfiguration ConfigurationWith(string name, string? value) =>
        new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create(name, value)]).Build();
}
