namespace Swarm.WorkerAgent.Doctors;

/// <summary>What a check found.</summary>
/// <param name="Grade">How bad it is.</param>
/// <param name="Subject">What was looked at.</param>
/// <param name="Words">What is so, and what to do about it.</param>
internal sealed record Finding(Grade Grade, string Subject, string Words)
{
    public static Finding Good(string subject, string words) => new(Grade.Good, subject, words);

    public static Finding Warn(string subject, string words) => new(Grade.Warning, subject, words);

    public static Finding Fail(string subject, string words) => new(Grade.Fault, subject, words);
}
