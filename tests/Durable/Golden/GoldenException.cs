namespace Swarm.Tests.Durable.Golden;

/// <summary>A failure that looks the same on every machine: a real stack trace tells where it was recorded.</summary>
public sealed class GoldenException : Exception
{
    public GoldenException()
    {
    }

    public GoldenException(string message)
        : base(message)
    {
    }

    public GoldenException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public override string StackTrace => "   at Golden.Scenario()";
}
