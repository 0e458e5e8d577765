using System.Text;
using Swarm.Contracts.Content;
using Swarm.Functions.Content;

namespace Swarm.Functions.Checkpoints;

/// <summary>Long questions lie with the other large values; their checkpoint has the beginning.</summary>
public sealed class CheckpointQuestions(ContentValues values)
{
    private const int BeginningChars = 4_000;

    /// <summary>The checkpoint as it is stored. Packing the same question again gives the same.</summary>
    public async Task<CheckpointDocument> PackAsync(CheckpointDocument asked, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(asked);
        var question = Encoding.UTF8.GetBytes(asked.Question);
        return question.Length <= ContentReference.InlineMaxBytes
            ? asked
            : asked with
            {
                Question = Beginning(asked.Question),
                QuestionContent = await values.PutAsync(asked.RunId, question, ContentType.Text, cancellation),
            };
    }

    /// <summary>The checkpoint with the whole question.</summary>
    public async Task<CheckpointDocument> UnpackAsync(CheckpointDocument checkpoint, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        return checkpoint.QuestionContent is not { } content
            ? checkpoint
            : checkpoint with { Question = (await values.ReadAsync(content, cancellation)).GetString()! };
    }

    /// <summary>Not in the middle of a character that takes two.</summary>
    private static string Beginning(string text) =>
        text[..(char.IsHighSurrogate(text[BeginningChars - 1]) ? BeginningChars - 1 : BeginningChars)] + "…";
}
