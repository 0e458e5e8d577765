using Swarm.Core.Ids;

namespace Swarm.Tests.Core.Ids;

public class UlidGeneratorTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeMilliseconds(1_469_918_176_385);

    [Fact]
    public void An_id_tells_its_time_in_lower_case()
    {
        var id = new UlidGenerator(new FixedTimeProvider(Start), new Random(1)).Next();

        // The specification of ULID gives this time as its example.
        Assert.StartsWith("01aryz6s41", id, StringComparison.Ordinal);
        Assert.True(UlidGenerator.IsUlid(id));
        Assert.Equal(id, new UlidGenerator(new FixedTimeProvider(Start), new Random(1)).Next());
    }

    [Fact]
    public void Ids_grow_within_a_millisecond_and_when_the_clock_goes_back()
    {
        var time = new FixedTimeProvider(Start);
        var ids = new UlidGenerator(time);
        var made = new List<string>();

        for (var i = 0; i < 3_000; i++)
        {
            time.Now = Start.AddMilliseconds(i % 7 == 0 ? -i : i / 100);
            made.Add(ids.Next());
        }

        Assert.Equal(made.Order(StringComparer.Ordinal).Distinct(), made);
    }

    [Fact]
    public void When_the_random_bits_are_used_up_the_time_grows()
    {
        var ids = new UlidGenerator(new FixedTimeProvider(Start), new AllOnes());

        var (first, second) = (ids.Next(), ids.Next());

        Assert.Equal("01aryz6s41zzzzzzzzzzzzzzzz", first);
        Assert.Equal("01aryz6s420000000000000000", second);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("01ARYZ6S41TSV4RRFFQ69G5FAV")]
    [InlineData("81aryz6s41tsv4rrffq69g5fav")]
    [InlineData("01aryz6s41tsv4rrffq69g5fai")]
    public void Other_texts_are_no_ids(string? text) => Assert.False(UlidGenerator.IsUlid(text));

    private sealed class AllOnes() : Random(0)
    {
        public override void NextBytes(Span<byte> buffer) => buffer.Fill(255);
    }
}
