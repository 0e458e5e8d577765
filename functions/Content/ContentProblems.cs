using Microsoft.AspNetCore.Http;
using Swarm.Contracts.Problems;
using Swarm.Functions.Http;

namespace Swarm.Functions.Content;

internal static class ContentProblems
{
    /// <summary>What to answer when content is not taken.</summary>
    public static ApiProblemException Of(ContentRefusedException refused) => refused.Refusal switch
    {
        ContentRefusal.TooLarge => Problems.Of(
            StatusCodes.Status413PayloadTooLarge, ProblemCodes.TooLarge, "The content is too large", refused.Message),
        ContentRefusal.OtherHash => Problems.Invalid("/sha256", refused.Message),
        _ => Problems.Of(
            StatusCodes.Status507InsufficientStorage, ProblemCodes.Full, "No room for more", refused.Message),
    };
}
