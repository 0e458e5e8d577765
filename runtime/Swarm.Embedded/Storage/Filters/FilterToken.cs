namespace Swarm.Embedded.Storage.Filters;

internal enum FilterTokenKind
{
    Name,
    Literal,
    Open,
    Close,
    End,
}

/// <summary>A word of a filter. <paramref name="Value"/> is set for literals.</summary>
internal readonly record struct FilterToken(FilterTokenKind Kind, string Text, object? Value, int Position);
