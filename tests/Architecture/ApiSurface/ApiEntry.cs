namespace Swarm.Tests.Architecture.ApiSurface;

/// <summary>One line of an API list: what a type is, or one of its members.</summary>
/// <param name="Namespace">The namespace in the real package.</param>
/// <param name="Type">The reflection name without namespace: <c>Foo</c>, <c>Foo`2</c>, <c>Outer+Inner</c>.</param>
/// <param name="Kind">TYPE, CTOR, METHOD, PROPERTY, FIELD, EVENT or ENUMVALUE.</param>
/// <param name="Signature">Declaration, nullability mark and attributes, as the list's format writes them.</param>
internal sealed record ApiEntry(string Namespace, string Type, string Kind, string Signature)
{
    private const string AttributesMark = "; attrs=[";
    private const string ObliviousMark = "; nullable=oblivious";

    /// <summary>The declaration alone.</summary>
    public string Declaration => TrimOblivious(WithoutAttributes);

    /// <summary>The attributes with their brackets; empty when there are none.</summary>
    public string Attributes => AttributesAt < 0 ? "" : Signature[(AttributesAt + AttributesMark.Length - 1)..];

    /// <summary>Whether the real assembly says nothing about the nullability of a part of it.</summary>
    public bool IsOblivious => WithoutAttributes.EndsWith(ObliviousMark, StringComparison.Ordinal);

    private int AttributesAt => Signature.LastIndexOf(AttributesMark, StringComparison.Ordinal);

    private string WithoutAttributes => AttributesAt < 0 ? Signature : Signature[..AttributesAt];

    /// <summary>Writes the signature of a line from its three parts.</summary>
    public static string Join(string declaration, bool isOblivious, string attributes) =>
        declaration + (isOblivious ? ObliviousMark : "") + (attributes.Length == 0 ? "" : $"; attrs={attributes}");

    public override string ToString() => $"{Namespace}.{Type} {Kind} {Signature}";

    private static string TrimOblivious(string text) =>
        text.EndsWith(ObliviousMark, StringComparison.Ordinal) ? text[..^ObliviousMark.Length] : text;
}
