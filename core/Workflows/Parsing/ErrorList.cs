using Swarm.Contracts.Workflows;
using Swarm.Core.Documents;

namespace Swarm.Core.Workflows.Parsing;

/// <summary>Collects what is wrong in a file.</summary>
internal sealed class ErrorList
{
    private readonly List<WorkflowError> _errors = [];

    public bool IsEmpty => _errors.Count == 0;

    private bool IsCrowded => _errors.Count >= WorkflowLimits.MaxErrors;

    /// <summary>
    /// What may have been meant. After many errors it costs more than it helps, and nothing is suggested.
    /// </summary>
    public string? Suggest(string word, IEnumerable<string> known) =>
        IsCrowded ? null : Suggestions.For(word, known);

    /// <summary>The same for one word alone, without a list of what is possible.</summary>
    public string? SuggestNearest(string word, IEnumerable<string> known) =>
        !IsCrowded && Suggestions.Nearest(word, known) is { } nearest ? $"Did you mean '{nearest}'?" : null;

    public void Add(
        SourcePosition position,
        string pointer,
        string code,
        string message,
        string? node = null,
        string? suggestion = null) =>
        _errors.Add(new WorkflowError(position.Line, position.Column, code, message, node, pointer, suggestion));

    public void Add(
        DocumentNode value, string code, string message, string? node = null, string? suggestion = null) =>
        Add(value.Position, value.Pointer, code, message, node, suggestion);

    public void Add(DocumentException e)
    {
        var path = e.Pointer.Split('/');
        var node = path is ["", "nodes", var id, ..] ? id : null;
        var isNodeItself = e.Code == WorkflowErrorCodes.DuplicateKey && path is ["", "nodes", _];
        if (isNodeItself)
        {
            Add(
                e.Position,
                e.Pointer,
                WorkflowErrorCodes.DuplicateNode,
                e.Message.Replace("The key", "The node", StringComparison.Ordinal),
                node,
                e.Suggestion);
            return;
        }

        Add(e.Position, e.Pointer, e.Code, e.Message, node, e.Suggestion);
    }

    public IReadOnlyList<WorkflowError> Sorted() =>
        [.. _errors.OrderBy(e => e.Line).ThenBy(e => e.Column).Take(WorkflowLimits.MaxErrors)];
}
