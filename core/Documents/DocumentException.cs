namespace Swarm.Core.Documents;

/// <summary>The text is no document that can be read any further.</summary>
internal sealed class DocumentException(
    SourcePosition position, string code, string message, string pointer = "", string? suggestion = null)
    : Exception(message)
{
    public SourcePosition Position { get; } = position;

    public string Code { get; } = code;

    public string Pointer { get; } = pointer;

    public string? Suggestion { get; } = suggestion;
}
