#nullable disable
using System.Globalization;
using Azure;
using Swarm.Embedded.Storage;

namespace Swarm.Embedded.Tables;

/// <summary>A transaction was refused as a whole because of one of its actions.</summary>
public class TableTransactionFailedException : RequestFailedException
{
    /// <summary>Creates the exception from what the store said.</summary>
    public TableTransactionFailedException(RequestFailedException requestFailedException)
        : base(
            requestFailedException.Status,
            requestFailedException.Message,
            requestFailedException.ErrorCode,
            requestFailedException.InnerException)
    {
        if (requestFailedException.Data[TableFailures.FailedActionKey] is { } index)
        {
            FailedTransactionActionIndex = Convert.ToInt32(index, CultureInfo.InvariantCulture);
        }
    }

    /// <summary>The position of the action that was refused; null when none in particular.</summary>
    public int? FailedTransactionActionIndex { get; }
}
