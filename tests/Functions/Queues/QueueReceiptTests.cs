using System.Buffers.Text;
using System.Text;
using Swarm.Contracts.Queues;

namespace Swarm.Tests.Functions.Queues;

/// <summary>Receipts travel to workers and come back; what comes back is not trusted.</summary>
public sealed class QueueReceiptTests
{
    [Fact]
    public void A_receipt_comes_back_as_it_went()
    {
        var receipt = new QueueReceipt("swarm-tool-shell", "17", "AbC+/=");

        Assert.Equal(receipt, QueueReceipt.Decode(receipt.Encode()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("swarm-tool-shell")]
    [InlineData("swarm-tool-shell\n17")]
    [InlineData("swarm-tool-shell\n17\n")]
    [InlineData("somebody-elses-queue\n17\n1")]
    public void What_names_no_message_of_our_queues_is_no_receipt(string text) =>
        Assert.Null(QueueReceipt.Decode(Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text))));

    [Theory]
    [InlineData(null)]
    [InlineData("not base64url!")]
    public void What_is_not_even_encoded_is_no_receipt(string? text) => Assert.Null(QueueReceipt.Decode(text));
}
